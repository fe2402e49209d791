import { expect, onTestFinished, test } from 'vitest'
import { openRegistry } from '#database/registry.ts'
import { acceptsParam } from '#domain/equipmentParams.ts'
import type { FaultTransition } from '#domain/faults.ts'
import { isId } from '#domain/id.ts'
import { silentLog } from '#domain/log.ts'
import { ROLES, SYSTEM } from '#domain/people.ts'
import { PLACE_CLASS } from '#domain/placeClass.ts'
import { findMove } from '#domain/ticketMoves.ts'
import type { TicketStatus } from '#domain/tickets.ts'
import { createMaintenance } from '#maintenance'
import { ACCOUNTS, seedAccounts } from '../../cli/demo/accounts.ts'
import { ESTATE } from '../../cli/demo/estate.ts'
import { pastRepairs } from '../../cli/demo/pastRepairs.ts'
import { OUT_OF_STOCK } from '../../cli/demo/people.ts'
import { SCHEDULE } from '../../cli/demo/schedule.ts'
import { seedDemo } from '../../cli/demo/seed.ts'
import { createAccounts } from '../../dashboard/server/auth/accounts.ts'
import { dueSteps } from '../../simulators/schedule.ts'
import { createSimulation } from '../../simulators/simulation.ts'
import { testDatabase } from '../helpers/database.ts'
import { catalogue, makeEngine, reading } from '../rules/story.ts'

const NOW = Date.UTC(2026, 10, 23, 12)

async function openWorkshop() {
  const database = await testDatabase()
  const registry = await openRegistry(database, () => NOW)
  const clock = { kind: 'wall' as const, now: () => NOW, observe: () => undefined }
  const maintenance = await createMaintenance({
    ...{ database, catalogue, clock, log: silentLog },
    ...registry,
    resetFault: async () => 'unknown',
    observed: async () => ({ values: new Map() }),
    unknownMetrics: async () => [],
    dataDir: 'data',
  })
  onTestFinished(() => maintenance.stop())
  return { database, registry, maintenance, now: NOW }
}

test('three buildings with some forty pieces of equipment, each as the catalogue allows', () => {
  expect(ESTATE.sites).toHaveLength(3)
  expect(ESTATE.equipment.length).toBeGreaterThanOrEqual(40)
  expect(new Set(ESTATE.equipment.map(e => e.id)).size).toBe(ESTATE.equipment.length)
  for (const { id, class: kind, gateway, params } of ESTATE.equipment) {
    const entry = catalogue.classes.get(kind)
    expect(isId(id) && ESTATE.gateways.some(g => g.id === gateway), id).toBe(true)
    for (const name of Object.keys(params)) expect(entry && acceptsParam(entry, name), `${id} ${name}`).toBe(true)
  }
})

test('an empty service is filled: gateways that can sign in, people, parts, a year of repairs', async () => {
  const needs = await openWorkshop()
  const { gateways } = await seedDemo(needs)
  const { registry, maintenance, database } = needs
  for (const { id, site, password } of gateways) expect(await registry.authenticate(id, password)).toEqual({ site })
  const equipment = [...registry.listEquipment()].filter(e => e.class !== PLACE_CLASS)
  expect(equipment).toHaveLength(ESTATE.equipment.length)
  const { items: closed } = await maintenance.tickets.list({ status: 'closed', limit: 200 })
  expect(closed.length).toBeGreaterThan(100)
  const open = (await maintenance.tickets.list({ open: true })).items
  expect(new Set(open.map(ticket => ticket.origin))).toEqual(new Set(['plan']))
  const { failures, causes } = await maintenance.analytics.causes({ from: NOW - 366 * 86_400_000, to: NOW + 1 })
  expect(failures.count).toBeGreaterThan(100)
  expect(causes[0]?.key).toBe('wear-out')
  const repairs = closed.filter(({ kind }) => kind !== 'preventive')
  const outcomes = Object.groupBy(repairs, ticket => ticket.verdict ?? 'nobody can tell')
  expect(Object.keys(outcomes).sort()).toEqual(['genuine', 'noFaultFound', 'nobody can tell', 'sensor'])
  expect(outcomes.genuine?.length).toBeGreaterThan(repairs.length / 2)
  expect((await maintenance.parts.get('ELV-DR-LCK-01'))?.available).toBeGreaterThan(0)
  expect((await maintenance.parts.get('ELV-RLY-01'))?.available).toBe(0)
  const { items: held, nextCursor } = await maintenance.parts.list({ limit: 500 })
  expect(nextCursor).toBeUndefined()
  const low = held.filter(({ onHand, minStock }) => onHand < minStock).map(({ partNo }) => partNo)
  expect(low.length).toBeGreaterThan(0)
  expect(low.filter(partNo => !OUT_OF_STOCK.includes(partNo))).toEqual([])
  const skills = new Set((await maintenance.technicians.list({})).flatMap(t => t.skills))
  const needed = ESTATE.equipment.flatMap(e => catalogue.classes.get(e.class)?.faults ?? []).map(f => f.skill)
  expect(needed.filter(skill => !skills.has(skill))).toEqual([])
  expect(await database.db.selectFrom('fault').select('id').where('state', '=', 'firing').execute()).toEqual([])
})

test('arrivals are proven in different ways, and customers said what they thought, at first look', async () => {
  const needs = await openWorkshop()
  await seedDemo(needs)
  const { analytics } = needs.maintenance
  const year = { from: NOW - 366 * 86_400_000, to: NOW + 1 }
  const opinion = await analytics.satisfaction(year)
  expect(opinion.responseRate).toBeGreaterThan(0.5)
  expect(opinion.responseRate).toBeLessThan(0.7)
  expect(opinion.satisfiedShare).toBeGreaterThan(0.88)
  expect(opinion.satisfiedShare).toBeLessThan(0.96)
  const { technicians } = await analytics.technicians(year)
  const sum = (of: 'proven' | 'arrived') => technicians.reduce((all, row) => all + row[of].count, 0)
  expect(sum('proven') / sum('arrived')).toBeGreaterThan(0.7)
  expect(sum('proven') / sum('arrived')).toBeLessThan(0.95)
  const rows = await needs.database.db.selectFrom('survey').select(['score', 'answer', 'ended_at']).execute()
  expect(rows.filter(({ score }) => score !== null)).toHaveLength(opinion.answered.count)
  expect(rows).toHaveLength(opinion.asked.count)
})

test('everybody of the demo logs in with the password of the run, also of the next; a technician is one of the crew', async () => {
  const { database, maintenance, ...needs } = await openWorkshop()
  await seedDemo({ ...needs, database, maintenance })
  const accounts = createAccounts(database, () => NOW, '')
  for (const password of ['first-run-1', 'second-run-2']) await seedAccounts(database, { password, now: NOW })
  for (const { username, role } of ACCOUNTS)
    expect(await accounts.verify(username, 'second-run-2'), username).toMatchObject({ username, role })
  const technicians = ACCOUNTS.filter(({ role }) => role === 'technician')
  for (const { username } of technicians) expect(await maintenance.technicians.get(username)).toBeDefined()
  expect(new Set(ACCOUNTS.map(({ role }) => role))).toEqual(new Set(ROLES))
})

test('the roster, certificates and ways of dispatching show who could go, why, and who may not', async () => {
  const needs = await openWorkshop()
  await seedDemo(needs)
  const { maintenance } = needs
  const duties = await maintenance.roster.onDuty({ site: 'yunfan', at: NOW, skill: 'SK-ELV-T' })
  expect(new Set(duties.map(duty => duty.kind))).toEqual(new Set(['onCall']))
  const warnings = (await maintenance.technicians.list({})).flatMap(one =>
    one.certificateWarnings.map(w => [one.id, w.within]),
  )
  expect(warnings.toSorted()).toEqual([
    ['li-qiang', 30],
    ['sun-hao', 0],
  ])
  const { id } = await maintenance.tickets.create({ equipment: 'yunfan-lift-1', title: 'x', skill: 'SK-ELV-T' }, SYSTEM)
  const { items, crew } = await maintenance.dispatch.candidates(id)
  expect(crew).toBe(2)
  expect(items.filter(one => one.skilled && !one.blocked).map(one => one.technician)).toEqual(['li-qiang', 'zhou-gang'])
  expect(items.find(one => one.technician === 'sun-hao')?.blocked).toBe(true)
  expect(items.find(one => one.technician === 'zhou-gang')?.company).toBe('捷安电梯维保公司')
  const modes = ['yunfan', 'jinxiu-1', 'jinxiu-2'].map(site => maintenance.dispatch.site(site))
  expect((await Promise.all(modes)).map(({ mode }) => mode)).toEqual(['assign', 'auto', 'grab'])
})

test('plans are on: what is due, what was found and how many visits were in time is there at first look', async () => {
  const needs = await openWorkshop()
  await seedDemo(needs)
  const { plans, analytics } = needs.maintenance
  const due = (await plans.due({ limit: 500 })).items
  expect(new Set(due.map(({ state }) => state))).toEqual(new Set(['later', 'due', 'overdue']))
  expect(due.every(({ state, visit }) => state !== 'overdue' || visit !== undefined)).toBe(true)
  expect(new Set(due.map(({ last }) => last?.stated))).toEqual(new Set([true, false]))
  const report = await analytics.plans({ from: NOW - 30 * 86_400_000, to: NOW })
  expect(report.due.count).toBeGreaterThan(30)
  expect(report.compliance).toBeGreaterThan(0.7)
  expect(report.late.count).toBeGreaterThan(0)
  expect(report.itemCompletion).toBeGreaterThan(0.8)
  expect(report.demands).toMatchObject([{ key: 'FPU-NOSTART', class: 'fire-pump' }])
  const found = (await plans.findings({})).items
  expect(found.length).toBeGreaterThan(4)
  const technicians = (await needs.maintenance.technicians.list({})).map(({ id }) => id)
  expect(found.map(({ by }) => by).filter(by => !technicians.includes(by))).toEqual([])
  expect(new Set(found.map(({ state }) => state))).toEqual(new Set(['open', 'mended']))
})

test('filling it again changes nothing but the passwords', async () => {
  const needs = await openWorkshop()
  const first = await seedDemo(needs)
  const count = async () => (await needs.database.db.selectFrom('ticket').select('id').execute()).length
  const before = await count()
  const again = await seedDemo(needs)
  expect(await count()).toBe(before)
  for (const { id, site, password } of again.gateways) {
    expect(await needs.registry.authenticate(id, password)).toEqual({ site })
    expect(first.gateways.map(g => g.password)).not.toContain(password)
  }
})

test('every past ticket went only from one status to one that may follow, in the order of time', () => {
  const repairs = pastRepairs(ESTATE.equipment, catalogue, NOW, () => 'somebody')
  expect(repairs).toEqual(pastRepairs(ESTATE.equipment, catalogue, NOW, () => 'somebody'))
  for (const { moves, failedAt, restoredAt, closedAt, repair } of repairs) {
    let from: TicketStatus = 'new'
    let at = failedAt
    for (const move of moves) {
      expect(findMove({ status: from, kind: 'repair' }, move.to), `${from} → ${move.to}`).toBeDefined()
      expect(move.at).toBeGreaterThan(at)
      from = move.to
      at = move.at
    }
    expect([from, at]).toEqual(['closed', closedAt])
    expect(restoredAt).toBeGreaterThan(failedAt)
    expect(closedAt).toBeLessThan(NOW)
    const codes = (kind: string) => catalogue.closeCodes[kind]?.map(row => row[0])
    expect(codes('cause')).toContain(repair.cause)
    expect(codes('action')).toContain(repair.action)
    if (repair.mechanism) expect(codes('mechanism')).toContain(repair.mechanism)
  }
})

/** The demo's first `seconds`, in simulated time, through the real rules. */
function playDemo(seconds: number): FaultTransition[] {
  const equipment = ESTATE.equipment.map(e => ({ ...e, createdAt: NOW }))
  const engine = makeEngine(...equipment)
  const simulation = createSimulation({ equipment: ESTATE.equipment, catalogue, start: NOW })
  const take = (to: number) => {
    for (const { equipment: id, ts, metrics } of simulation.advance(to)) {
      const one = equipment.find(e => e.id === id)
      if (one) engine.take(reading(one, ts, metrics))
    }
  }
  for (let now = NOW; now < NOW + seconds * 1000; now += 1000) {
    for (const step of dueSteps(SCHEDULE, NOW, now, now + 1000)) {
      take(step.at)
      simulation[step.what](step.equipment, step.fault)
    }
    take(now + 1000)
    engine.tick(now + 1000)
  }
  return engine.transitions()
}

test('the first faults come within 15 seconds, several in the first minute, and later some are over', () => {
  const raised = playDemo(15 * 60).map(t => ({ ...t, after: (t.at - NOW) / 1000 }))
  const firing = raised.filter(t => t.to === 'firing')
  expect(firing.filter(t => t.after <= 15).length).toBeGreaterThanOrEqual(2)
  expect(firing.filter(t => t.after <= 60).length).toBeGreaterThanOrEqual(5)
  expect(firing.filter(t => t.after > 300).length).toBeGreaterThanOrEqual(1)
  expect(raised.filter(t => t.to === 'resolved').length).toBeGreaterThanOrEqual(4)
  expect(new Set(firing.map(t => t.equipment)).size).toBeGreaterThanOrEqual(6)
})

test('a quarter of a day of the schedule raises only what it means to', () => {
  const scheduled = new Set(SCHEDULE.map(s => s.equipment))
  const raised = playDemo(6 * 3600).filter(t => t.to === 'firing')
  expect(raised.filter(t => !scheduled.has(t.equipment))).toEqual([])
}, 60_000)
