import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { loadCatalogue } from '#domain/catalogue.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import type { FaultTransition } from '#domain/faults.ts'
import type { Actor } from '#domain/people.ts'
import type { RuleRecord } from '#domain/ruleRecord.ts'
import { SHIPPED_POLICY } from '#domain/shippedPolicies.ts'
import {
  ADMIN,
  DISPATCHER,
  ended,
  MONDAY,
  moveThrough,
  onlyTicket,
  type TestMaintenance,
  transition,
} from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

const HOT = 'ELV-MOTOR-HOT'
const HOUR = 3_600_000
const rule = loadCatalogue().classes.get('elevator')?.fault.get(HOT) as FaultRule
const RULE = { rule, class: 'elevator' }

const record = async ({ ruleRecords }: TestMaintenance, query: object = {}): Promise<RuleRecord> =>
  (await ruleRecords.records({ rules: [RULE], detailed: true, ...query })).get(HOT) as RuleRecord

/** A fault that went up to `peak`, its ticket from the opening to the end with this repair report. @returns the ticket */
async function repaired(maintenance: TestMaintenance, number: number, peak: number, repair: object): Promise<string> {
  const { handle, tickets, clock } = maintenance
  const at = MONDAY + number * HOUR
  clock.set(at)
  const fired = transition(`f-${number}`, 'lift-1', HOT, at)
  await handle([fired])
  const { id } = await onlyTicket(maintenance)
  const peaks = [{ metric: 'motorTemperature', op: '>' as const, value: peak, ts: at, limit: 120 }]
  const over: FaultTransition = { ...ended(fired), seen: { heldS: 400, peaks } }
  await handle([over, over])
  await moveThrough(maintenance, id, ['dispatched', 'onSite'])
  await tickets.move(id, { to: 'repaired', repair: { action: 'none', ...repair } as never }, DISPATCHER)
  await moveThrough(maintenance, id, ['verified', 'handedOver', 'surveyed', 'followedUp', 'closed'])
  return id
}

export function ruleRecordsContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`what became of what a rule found, ${kind}`, () => {
    test('closed tickets count for or against their rule, with the limit that would have been better', async () => {
      const { maintenance } = await start()
      const precision = { withinDays: 100, minVerdicts: 4, minEach: 2, minYouden: 0.3 }
      await maintenance.alarmPolicy.change({ ...SHIPPED_POLICY, precision }, 0, ADMIN)
      const ids: string[] = []
      const reports = [
        { cause: 'no-fault-found' },
        { cause: 'environment', outcome: 'sensor' },
        { cause: 'unknown' },
        { cause: 'wear-out' },
        { cause: 'part-quality', outcome: 'genuine' },
      ]
      for (const [i, report] of reports.entries()) ids.push(await repaired(maintenance, i, 121 + 5 * i, report))
      const found = (await record(maintenance)).precision
      expect(found).toMatchObject({ verdicts: 4, genuine: 2, noFaultFound: 1, sensor: 1, precision: { value: 0.5 } })
      expect(found.better).toMatchObject({ now: 120, better: 130, kept: 2, spared: 2, condition: { value: 130 } })
      expect(found.tickets?.map(({ ticket, outcome }) => [ticket, outcome])).toEqual([
        [ids[4], 'genuine'],
        [ids[3], 'genuine'],
        [ids[1], 'sensor'],
        [ids[0], 'noFaultFound'],
      ])
      expect((await record(maintenance, { sites: ['elsewhere'] })).precision.verdicts).toBe(0)
      const since = MONDAY + 3 * HOUR
      const { ofVersion } = (await record(maintenance, { rules: [{ ...RULE, since }] })).precision
      expect(ofVersion).toMatchObject({ verdicts: 2, genuine: 2 })
      maintenance.clock.set(MONDAY + 101 * 24 * HOUR)
      expect((await record(maintenance)).precision.verdicts).toBe(0)
    })

    test('a person corrects a verdict with a reason, once it is there; a ticket that is opened again has none', async () => {
      const { maintenance } = await start()
      const { tickets } = maintenance
      const id = await repaired(maintenance, 0, 121, { cause: 'wear-out' })
      const { version } = await tickets.judge(id, { outcome: 'sensor', reason: 'the probe was loose' }, DISPATCHER)
      const judged = await tickets.get(id)
      expect(judged).toMatchObject({ verdict: 'sensor', repair: { cause: 'wear-out' } })
      expect(judged?.timeline.at(-1)).toMatchObject({
        ...{ event: 'judged', by: 'wang' },
        detail: { from: 'genuine', to: 'sensor', reason: 'the probe was loose' },
      })
      expect((await record(maintenance)).precision).toMatchObject({ verdicts: 1, genuine: 0, sensor: 1 })
      const period = { from: MONDAY - HOUR, to: MONDAY + HOUR }
      expect((await maintenance.analytics.causes(period)).failures.count).toBe(0)
      const change = { outcome: null, reason: 'nobody knows' }
      await expect(tickets.judge(id, { ...change, version: version - 1 }, DISPATCHER)).rejects.toMatchObject({
        code: 'STALE_VERSION',
      })
      const stranger: Actor = { username: 'zhao', role: 'technician', sites: [] }
      await expect(tickets.judge(id, change, stranger)).rejects.toMatchObject({ code: 'FORBIDDEN' })
      await expect(tickets.judge(id, change, { ...ADMIN, sites: ['s2'] })).rejects.toMatchObject({ code: 'NOT_FOUND' })
      expect((await tickets.judge(id, change, DISPATCHER)).verdict).toBeUndefined()
      await tickets.judge(id, { outcome: 'genuine', reason: 'seen again' }, DISPATCHER)
      expect((await maintenance.analytics.causes(period)).failures.count).toBe(1)
      expect((await tickets.move(id, { to: 'reopened', reason: 'again' }, DISPATCHER)).verdict).toBeUndefined()
      await expect(tickets.judge(id, change, DISPATCHER)).rejects.toMatchObject({ code: 'NO_VERDICT' })
    })

    test('a fault is not called genuine and none at once', async () => {
      const { maintenance } = await start()
      const report = { cause: 'false-alarm', outcome: 'genuine' }
      await expect(repaired(maintenance, 0, 121, report)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    })

    test('trial findings, and the ticket budget of the day with what it stopped', async () => {
      const { maintenance, database } = await start()
      const { handle } = maintenance
      const first = transition('shadow-1', 'lift-1', HOT)
      await handle([first, ended(first), transition('shadow-2', 'lift-2', HOT, MONDAY + HOUR)])
      await handle([transition('f-1', 'lift-1', HOT)])
      await database.db
        .insertInto('rule_day')
        .values({ code: HOT, day: '2026-11-20', opened: 3, withheld: 2 })
        .execute()
      const { shadow, budget } = await record(maintenance)
      expect(shadow).toMatchObject({ found: 2, open: 1, lastFiredAt: MONDAY + HOUR })
      expect(shadow.findings?.map(({ id, resolvedAt }) => [id, resolvedAt])).toEqual([
        ['shadow-2', undefined],
        ['shadow-1', MONDAY + 60_000],
      ])
      const today = { day: '2026-11-23', opened: 1, withheld: 0 }
      expect(budget).toEqual({ ...today, days: [today, { day: '2026-11-20', opened: 3, withheld: 2 }] })
      expect((await record(maintenance, { detailed: false })).budget).toEqual(today)
    })
  })
}
