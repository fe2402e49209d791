import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import type { FaultTransition } from '#domain/faults.ts'
import type { TicketStatus } from '#domain/tickets.ts'
import { DISPATCHER, ended, MONDAY, moveThrough, type TestMaintenance, transition } from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const MONTH = (365.25 * DAY) / 12

/** A lift that stops, is reached after an hour, and repaired after another; handed over and closed at once. */
async function repairLift(maintenance: TestMaintenance, n: number, failed: number, cause: string, score?: number) {
  const fault = transition(`f-${n}`, 'lift-1', 'ELV-OVERTRAVEL', failed)
  maintenance.clock.set(failed + HOUR / 2)
  await maintenance.handle([fault])
  const [opened] = (await maintenance.tickets.list({ open: true, faultCode: fault.code })).items
  const { id } = opened ?? { id: '' }
  maintenance.clock.set(failed + 0.75 * HOUR)
  await moveThrough(maintenance, id, ['acknowledged'])
  maintenance.clock.set(failed + HOUR)
  await moveThrough(maintenance, id, ['dispatched', 'onSite'])
  maintenance.clock.set(failed + 2 * HOUR)
  const repair = { cause, action: 'adjust', labourMinutes: 90 }
  await maintenance.tickets.move(id, { to: 'repaired', repair, delay: 'far away' }, DISPATCHER)
  await maintenance.handle([ended(fault, failed + 2 * HOUR)])
  await moveThrough(maintenance, id, ['verified', 'handedOver'])
  if (score !== undefined) await maintenance.tickets.move(id, { to: 'surveyed', survey: { score } }, DISPATCHER)
  await moveThrough(maintenance, id, ['followedUp', 'closed'])
}

/** Somebody finds at the equipment what the cause says; within the hour it is closed. */
async function closeAs(maintenance: TestMaintenance, id: string, cause: string, fault?: FaultTransition) {
  const found = maintenance.clock.now()
  await maintenance.tickets.move(id, { to: 'repaired', repair: { cause, action: 'adjust' } }, DISPATCHER)
  if (fault) await maintenance.handle([ended(fault, found)])
  maintenance.clock.set(found + HOUR)
  await moveThrough(maintenance, id, ['verified', 'handedOver', 'surveyed', 'followedUp', 'closed'])
}

/** A ticket that tells of a failure to come, on which somebody finds what the cause says within the hour. */
async function predictThenClose(maintenance: TestMaintenance, equipment: string, faultCode: string, cause: string) {
  maintenance.clock.set(MONDAY)
  const { id } = await maintenance.tickets.create({ equipment, faultCode }, DISPATCHER)
  await moveThrough(maintenance, id, ['acknowledged', 'dispatched', 'onSite'])
  await closeAs(maintenance, id, cause)
}

/** Every number of tickets in a report with the filter beside it. */
function countedIn(value: unknown): { count: number; filter: Record<string, unknown> }[] {
  if (typeof value !== 'object' || value === null) return []
  const inside = Object.values(value).flatMap(countedIn)
  return 'count' in value && 'filter' in value ? [value as never, ...inside] : inside
}

async function expectListed(maintenance: TestMaintenance, report: unknown): Promise<number> {
  const figures = countedIn(report)
  for (const { count, filter } of figures) {
    const list = 'firedFrom' in filter ? maintenance.faults.list : maintenance.tickets.list
    const { items } = await list({ ...filter, limit: 500 } as never)
    expect({ filter, listed: items.length }).toEqual({ filter, listed: count })
  }
  return figures.length
}

/** What reports count, on every operations database. `open` gives an empty one. */
export function analyticsContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`analytics on ${kind}`, () => {
    test('an estate by hand: means, interval, availability, Pareto, and every figure lists its tickets', async () => {
      const { maintenance } = await start()
      const causes = ['wear-out', 'wear-out', 'environment', 'wear-out', 'environment', 'false-alarm']
      for (const [i, cause] of causes.entries())
        await repairLift(maintenance, i, MONDAY + i * 10 * HOUR, cause, i < 4 ? i + 2 : undefined)
      maintenance.clock.set(MONDAY + 90 * HOUR)
      await maintenance.handle([transition('f-9', 'lift-2', 'ELV-OVERTRAVEL', MONDAY + 90 * HOUR)])
      const query = { from: MONDAY, to: MONDAY + 200 * HOUR }
      await maintenance.sweepAt(MONDAY + 100 * HOUR)
      const all = await maintenance.analytics.reliability(query)
      expect(all).toMatchObject({
        equipment: 4,
        failures: { count: 6 },
        restored: { count: 5 },
        mttrHours: 2,
        split: { detection: 0.5, response: 0.25, dispatch: 0.25, travel: 0, waiting: 0, repair: 1, acceptance: 0 },
        downtimeHours: 20,
        availability: 380 / 400,
      })
      expect(all.mtbfHours).toBeCloseTo(380 / 6, 9)
      // χ²(0.95; 14) = 23.685, χ²(0.05; 12) = 5.226 (NIST/SEMATECH e-Handbook 1.3.6.7.4)
      expect(all.mtbfInterval?.lowHours).toBeCloseTo((2 * 380) / 23.685, 2)
      expect(all.mtbfInterval?.highHours).toBeCloseTo((2 * 380) / 5.226, 2)
      expect(all.by.class.map(row => [row.key, row.failures.count, row.availability])).toEqual([
        ['elevator', 6, 0.9],
        ['feeder-circuit', 0, 1],
        ['fire-pump', 0, 1],
      ])
      const few = await maintenance.analytics.reliability({ from: MONDAY, to: MONDAY + 35 * HOUR })
      expect(few.failures.count).toBe(4)
      expect(few.mtbfHours ?? few.mttrHours ?? few.split).toBeUndefined()
      const pareto = await maintenance.analytics.causes(query)
      expect(pareto.causes.map(c => [c.key, c.count, c.downtimeHours, c.cumulative])).toEqual([
        ['wear-out', 3, 6, 0.6],
        ['environment', 2, 4, 1],
      ])
      expect(pareto.badActors.map(b => [b.key, b.count, b.downtimeHours])).toEqual([
        ['lift-1', 5, 10],
        ['lift-2', 1, 10],
      ])
      const repairs = await maintenance.analytics.repairs(query)
      expect(repairs).toMatchObject({
        fixed: { count: 5 },
        firstTime: { count: 5 },
        opened: { count: 7 },
        repeat: { count: 5 },
        labourHours: 7.5,
        labourCny: 900,
      })
      const { promises, by } = await maintenance.analytics.serviceLevels(query)
      // The third repeat has opened a task for the root cause: a promise of its own, but no repair.
      expect(promises.find(p => p.clock === 'acknowledge')).toMatchObject({
        kept: { count: 0 },
        missed: { count: 8 },
        compliance: 0,
        missedIn: [{ status: 'new', count: 8 }],
      })
      expect(
        by.site.map(({ key, promises: each }) => [key, each.find(p => p.clock === 'acknowledge')?.missed]),
      ).toEqual([
        ['s1', { count: 8, filter: { ...query, when: 'opened', site: 's1', clock: 'acknowledge', kept: false } }],
      ])
      expect(await maintenance.analytics.satisfaction(query)).toMatchObject({
        asked: { count: 6 },
        answered: { count: 4 },
        satisfied: { count: 2 },
        responseRate: 4 / 6,
        satisfiedShare: 0.5,
        meanScore: 3.5,
        followedUp: { count: 6 },
      })
      expect((await maintenance.analytics.technicians(query)).technicians).toMatchObject([
        { technician: 'zhang', fixed: { count: 5 }, meanRepairHours: 1, meanScore: 3.5 },
      ])
      expect(await maintenance.analytics.backlog({})).toMatchObject({ open: { count: 2 }, overdue: { count: 2 } })
      const elsewhere = await maintenance.analytics.backlog({ class: 'elevator', model: 'of another maker' })
      expect(elsewhere).toMatchObject({ open: { count: 0 }, bySite: [] })
      const reports = [
        ...[all, few, pareto, repairs, await maintenance.analytics.backlog({})],
        await maintenance.analytics.backlog({ class: 'elevator' }),
        ...[await maintenance.analytics.serviceLevels(query), await maintenance.analytics.satisfaction(query)],
        ...[await maintenance.analytics.technicians(query), await maintenance.analytics.alarms(query)],
      ]
      let figures = 0
      for (const report of reports) figures += await expectListed(maintenance, report)
      expect(figures).toBeGreaterThan(100)
      expect((await maintenance.analytics.causes({ ...query, site: 's2' })).failures.count).toBe(0)
    })

    test('first-time fix by hand: one visit, nothing to wait for, and seven days without coming back', async () => {
      const { maintenance } = await start()
      const { tickets, clock, analytics } = maintenance
      const at = async (hours: number, id: string, ...statuses: readonly TicketStatus[]) => {
        clock.set(MONDAY + hours * HOUR)
        await moveThrough(maintenance, id, statuses)
      }
      const open = async (title: string) => {
        const { id } = await tickets.create({ equipment: 'lift-1', title, severity: 'advisory' }, DISPATCHER)
        await at(0, id, 'dispatched', 'onSite')
        return id
      }
      const [plain, twice, part, back] = [await open('a'), await open('b'), await open('c'), await open('d')]
      const held = await open('e')
      const dropped = await open('f')
      await at(1, twice, 'waitingCustomer', 'onSite')
      await at(1, part, 'diagnosed', 'waitingPart')
      for (const id of [plain, twice, part, back, held]) await at(2, id, 'repaired')
      await at(2 + 6 * 24, back, 'reopened')
      await at(2 + 8 * 24, held, 'reopened')
      await tickets.move(dropped, { to: 'acknowledged', reason: 'told twice' }, DISPATCHER)
      await at(2 + 8 * 24, dropped, 'cancelled')
      const query = { from: MONDAY - DAY, to: MONDAY + 10 * DAY }
      const repairs = await analytics.repairs(query)
      expect(repairs).toMatchObject({ fixed: { count: 5 }, firstTime: { count: 2 }, firstTimeRate: 0.4 })
      const { items } = await tickets.list({ ...repairs.firstTime.filter, limit: 500 })
      expect(items.map(({ id }) => id).toSorted()).toEqual([plain, held].toSorted())
      // Promises of what was cancelled are neither kept nor missed.
      const { promises } = await analytics.serviceLevels(query)
      const seen = promises.find(({ clock: what }) => what === 'respond')
      expect([seen?.kept.count, seen?.missed.count]).toEqual([5, 0])
    })

    test('outages of one piece of equipment that overlap count once, and one that runs grows with time', async () => {
      const { maintenance } = await start()
      await maintenance.handle([
        transition('f-1', 'lift-1', 'ELV-OVERTRAVEL', MONDAY),
        transition('f-2', 'lift-1', 'ELV-SAFETY-OPEN', MONDAY),
      ])
      expect((await maintenance.tickets.list({ is: 'outage' })).items).toHaveLength(2)
      const seen: number[] = []
      for (const hours of [1, 2, 5]) {
        maintenance.clock.set(MONDAY + hours * HOUR)
        const { downtimeHours } = await maintenance.analytics.reliability({ from: MONDAY - DAY, to: MONDAY + DAY })
        seen.push(downtimeHours)
      }
      expect(seen).toEqual([1, 2, 5])
    })

    test('silence is neither up nor down: of a device, and of all that hangs on a lost gateway', async () => {
      const { maintenance } = await start()
      const silent = transition('q-1', 'lift-1', 'ELV-OFFLINE', MONDAY + 10 * HOUR)
      const stopped = transition('q-2', 'lift-1', 'ELV-OVERTRAVEL', MONDAY + 20 * HOUR)
      const at = async (hours: number, ...transitions: ReturnType<typeof transition>[]) => {
        maintenance.clock.set(MONDAY + hours * HOUR)
        await maintenance.handle(transitions)
      }
      await at(10, silent)
      await at(20, stopped)
      await at(30, ended(silent, MONDAY + 30 * HOUR))
      await at(40, ended(stopped, MONDAY + 40 * HOUR))
      const about = async (hours: number) => {
        maintenance.clock.set(MONDAY + hours * HOUR)
        const query = { from: MONDAY, to: MONDAY + hours * HOUR, class: 'elevator' }
        return await maintenance.analytics.reliability({ ...query })
      }
      // Two lifts for 100 h: 10 h silent before the outage of 20 h, which is known to be one although it is silent as well.
      expect(await about(100)).toMatchObject({ unknownHours: 10, downtimeHours: 20, failures: { count: 1 } })
      expect((await about(100)).availability).toBeCloseTo(170 / 190, 12)
      expect((await about(100)).coverage).toBeCloseTo(190 / 200, 12)
      const gateway = { online: true, session: 'a', at: MONDAY + 90 * HOUR }
      await maintenance.registry.noteGateway('gw1', gateway)
      await maintenance.registry.noteGateway('gw1', { ...gateway, online: false, at: MONDAY + 100 * HOUR - 120_000 })
      await maintenance.sweepAt(MONDAY + 100 * HOUR)
      // Both lifts hang on the gateway: from 100 h on nothing is known of them, however long that lasts.
      expect(await about(110)).toMatchObject({ unknownHours: 30, downtimeHours: 20 })
      const { availability, coverage } = await about(150)
      expect([availability, coverage]).toEqual([170 / 190, 190 / 300])
    })

    test('alarms by model: the report narrows to one and compares them, and the list holds what was counted', async () => {
      const { maintenance } = await start({ model: 'KONE-1' })
      await maintenance.registry.changeEquipment('lift-2', { params: { model: 'OTIS-2' } })
      const seen = transition('m-1', 'lift-1', 'ELV-LEVEL', MONDAY)
      await maintenance.handle([
        seen,
        transition('m-2', 'lift-2', 'ELV-LEVEL', MONDAY + HOUR),
        transition('m-3', 'lift-2', 'ELV-VIB', MONDAY + 2 * HOUR),
      ])
      maintenance.clock.set(MONDAY + 2 * HOUR)
      await maintenance.faults.acknowledge('m-1', DISPATCHER)
      maintenance.clock.set(MONDAY + DAY)
      const query = { from: MONDAY, to: MONDAY + DAY }
      const all = await maintenance.analytics.alarms(query)
      expect(all.by.model.map(row => [row.key, row.alarms.count, row.acknowledged])).toEqual([
        ['KONE-1', 1, { count: 1, meanMinutes: 120 }],
        ['OTIS-2', 2, { count: 0 }],
      ])
      expect(all.by.site.map(row => [row.key, row.alarms.count, row.perDay])).toEqual([['s1', 3, 3]])
      const one = await maintenance.analytics.alarms({ ...query, model: 'OTIS-2' })
      expect(one).toMatchObject({ alarms: { count: 2 }, badActors: [{ code: 'ELV-LEVEL' }, { code: 'ELV-VIB' }] })
      for (const report of [all, one]) expect(await expectListed(maintenance, report)).toBeGreaterThan(5)
      await maintenance.registry.changeEquipment('lift-2', { params: {} })
      expect((await maintenance.analytics.alarms(query)).by.model).toHaveLength(1)
      expect((await maintenance.faults.list({ model: 'OTIS-2' })).items).toEqual([])
    })

    test('predictions: what was found, which failures they foretold and how long before, by place and rule', async () => {
      const { maintenance } = await start({ model: 'KONE-1' })
      await predictThenClose(maintenance, 'lift-1', 'ELV-DOOR-WEAR', 'wear-out')
      await predictThenClose(maintenance, 'lift-2', 'ELV-VIB-TREND', 'false-alarm')
      // Too short before; 30 h and 50 h before; so long after the prediction was closed that it says nothing of it.
      for (const [n, hours] of [20, 30, 50].entries())
        await repairLift(maintenance, n, MONDAY + hours * HOUR, 'wear-out')
      maintenance.clock.set(MONDAY + 60 * HOUR)
      await maintenance.handle([transition('x-5', 'pump-1', 'FPU-NOSTART', MONDAY + 60 * HOUR)])
      await repairLift(maintenance, 4, MONDAY + 32 * DAY, 'wear-out')
      const query = { from: MONDAY, to: MONDAY + 40 * DAY }
      maintenance.clock.set(query.to)
      const all = await maintenance.analytics.predictions(query)
      expect(all).toMatchObject({
        leadHours: 24,
        closed: { count: 2 },
        confirmed: { count: 1 },
        refuted: { count: 1 },
        precision: { value: 0.5 },
        failures: { count: 5 },
        predicted: { count: 2 },
        recall: { value: 0.4 },
        medianLeadHours: 40,
      })
      expect(all.faults.map(row => [row.key, row.precision?.value])).toEqual([
        ['ELV-VIB-TREND', 0],
        ['ELV-DOOR-WEAR', 1],
      ])
      const classes = all.by.class.map(row => [row.key, row.closed.count, row.predicted.count, row.medianLeadHours])
      expect(classes).toEqual([
        ['elevator', 2, 2, 40],
        ['fire-pump', 0, 0, undefined],
      ])
      expect(all.by.model.map(row => [row.key, row.failures.count, row.medianLeadHours])).toEqual([['KONE-1', 5, 40]])
      expect(await expectListed(maintenance, all)).toBeGreaterThan(20)
      const { policy, version } = await maintenance.reportPolicy.get()
      await maintenance.reportPolicy.change({ ...policy, predictionLeadHours: 12 }, version, DISPATCHER)
      const eager = await maintenance.analytics.predictions({ ...query, class: 'elevator' })
      expect(eager).toMatchObject({ predicted: { count: 3 }, recall: { value: 0.75 }, medianLeadHours: 30 })
      expect(await expectListed(maintenance, eager)).toBeGreaterThan(20)
    })

    test('safety: people trapped and how long, and alarms that were none, of all and of fire detectors', async () => {
      const { maintenance } = await start({ model: 'KONE-1' })
      const { clock, registry, tickets } = maintenance
      const detector = {
        site: 's1',
        gateway: 'gw1',
        class: 'smoke-detector',
        occupancy: 'unknown',
        params: {},
      } as const
      for (const id of ['smoke-1', 'smoke-2']) await registry.addEquipment({ ...detector, id, name: id })
      const [trapped, nobody, smoke] = [
        transition('t-1', 'lift-1', 'ELV-TRAP', MONDAY),
        transition('t-2', 'lift-2', 'ELV-TRAP', MONDAY),
        { ...transition('t-3', 'smoke-1', 'SMD-ALARM', MONDAY), class: 'smoke-detector' },
      ]
      clock.set(MONDAY)
      await maintenance.handle([trapped, nobody, smoke])
      const idOf = async (equipment: string) => (await tickets.list({ equipment })).items[0]?.id ?? ''
      for (const { equipment } of [trapped, nobody, smoke])
        await moveThrough(maintenance, await idOf(equipment), ['acknowledged', 'dispatched', 'onSite'])
      clock.set(MONDAY + HOUR / 2)
      await moveThrough(maintenance, await idOf('lift-1'), ['madeSafe'])
      clock.set(MONDAY + 2 * HOUR)
      await closeAs(maintenance, await idOf('lift-1'), 'wear-out', trapped)
      await closeAs(maintenance, await idOf('lift-2'), 'false-alarm', nobody)
      await closeAs(maintenance, await idOf('smoke-1'), 'false-alarm', smoke)
      await predictThenClose(maintenance, 'lift-2', 'ELV-DOOR-WEAR', 'false-alarm')
      clock.set(MONDAY + DAY)
      await maintenance.handle([transition('t-4', 'lift-1', 'ELV-TRAP', MONDAY + DAY)])
      const query = { from: MONDAY, to: MONDAY + MONTH }
      clock.set(query.to)
      const all = await maintenance.analytics.safety(query)
      expect(all).toMatchObject({
        trappings: { count: 2 },
        freed: { count: 1 },
        meanRescueMinutes: 30,
        lifts: 2,
        per100LiftMonths: 100,
        alarms: { count: 3 },
        falseAlarms: { count: 2 },
        falseRate: 2 / 3,
        detectors: [{ key: 'smoke-detector', falseAlarms: { count: 1 }, detectors: 2, per100DetectorYears: 600 }],
      })
      expect(all.by.class.map(row => [row.key, row.trappings.count, row.per100LiftMonths, row.falseRate])).toEqual([
        ['elevator', 2, 100, 0.5],
        ['feeder-circuit', 0, undefined, undefined],
        ['fire-pump', 0, undefined, undefined],
        ['smoke-detector', 0, undefined, 1],
      ])
      expect(await expectListed(maintenance, all)).toBeGreaterThan(20)
      const day = await maintenance.analytics.safety({ from: MONDAY, to: MONDAY + DAY, class: 'elevator' })
      expect([day.trappings.count, day.lifts, day.per100LiftMonths]).toEqual([1, 2, undefined])
      const pumps = await maintenance.analytics.safety({ ...query, class: 'fire-pump' })
      expect(pumps).toMatchObject({ trappings: { count: 0 }, lifts: 0, alarms: { count: 0 }, detectors: [] })
    })

    test('a hundred tickets are found by part of what they say', async () => {
      const { maintenance } = await start()
      await maintenance.tickets.create({ equipment: 'lift-1', title: '门口 50% broken' }, DISPATCHER)
      await maintenance.tickets.create({ equipment: 'pump-1', title: 'leak' }, DISPATCHER)
      const found = async (text: string) => (await maintenance.tickets.list({ text })).items.map(t => t.title)
      expect(await found('50%')).toEqual(['门口 50% broken'])
      expect(await found('门口')).toEqual(['门口 50% broken'])
      expect(await found('PUMP')).toEqual(['leak'])
      expect(await found('LEAK')).toEqual(['leak'])
      expect(await found('%x%')).toEqual([])
    })
  })
}
