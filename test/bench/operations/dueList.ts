import { tmpdir } from 'node:os'
import type { Database } from '#database/database.ts'
import { everyPage } from '#domain/everyPage.ts'
import { SYSTEM } from '#domain/people.ts'
import type { DueQuery } from '#domain/planDues.ts'
import { addDays, dayAt } from '#domain/zonedTime.ts'
import { batches } from '../../../maintenance/batches.ts'
import { startOwnMaintenance } from '../../helpers/ownMaintenance.ts'
import { say } from '../ingest/say.ts'
import { quantile } from '../quantile.ts'
import { askOften } from './askOften.ts'
import { onBothDatabases } from './databases.ts'

const ZONE = 'Asia/Shanghai'
const SITES = 100
const ROUNDS = 9
const PAUSE_MS = 5
const DAY = 86_400_000
/** Of ten pieces six are lifts, with four plans each. */
const CLASSES = [
  ...Array(6).fill('elevator'),
  'fire-pump',
  'sprinkler-zone',
  'feeder-circuit',
  'extinguisher',
] as string[]
const PLANS = { 'PM-ELV-HM': 11, 'PM-ELV-Q': 80, 'PM-ELV-HY': 160, 'PM-ELV-Y': 330 }
const SITE_PLANS = ['PM-FIRE-W', 'PM-FIRE-M', 'PM-FIRE-Q', 'PM-FIRE-Y', 'PM-ELE-M', 'PM-ELE-Y']

const classOf = (i: number): string => CLASSES[i % CLASSES.length] ?? ''

/** Sites with so many pieces, and for the plans of lifts a last visit each, evenly over their intervals. */
async function fillEstate({ db }: Database, count: number, now: number): Promise<void> {
  const site = (i: number) => `s${Math.floor(i / CLASSES.length) % SITES}`
  const numbers = Array.from({ length: count }, (_, i) => i)
  const today = dayAt(ZONE, now)
  const sites = numbers.slice(0, SITES).map(i => ({ id: `s${i}`, name: `Site ${i}`, timezone: ZONE }))
  await db.insertInto('site').values(sites).execute()
  const gateways = sites.map(({ id }) => ({ id: `gw-${id}`, site: id, password_hash: 'x' }))
  await db.insertInto('gateway').values(gateways).execute()
  const pieces = numbers.map(i => ({
    ...{ id: `e${i}`, site: site(i), gateway: `gw-${site(i)}`, class: classOf(i), name: `Unit ${i}`, params: '{}' },
    ...{ model: null, occupancy: 'normal' as const, created_at: now - 700 * DAY, fed_by: null },
  }))
  for (const some of batches(pieces, 1000)) await db.insertInto('equipment').values(some).execute()
  const clocks = numbers
    .filter(i => classOf(i) === 'elevator')
    .flatMap(i =>
      Object.entries(PLANS).map(([plan, days]) => ({
        ...{ equipment: `e${i}`, plan, from_day: addDays(today, -((i * 7919) % days)), done: 1, visit: null },
      })),
    )
  for (const some of batches(clocks, 1000)) await db.insertInto('plan_clock').values(some).execute()
}

type Own = Awaited<ReturnType<typeof startOwnMaintenance>>

async function ask(question: () => Promise<object>) {
  const { took, heldMs } = await askOften(question, ROUNDS, PAUSE_MS)
  const [first = 0] = took
  return { firstMs: Math.round(first), p50Ms: Math.round(quantile(took, 0.5) * 10) / 10, heldMs }
}

async function readAll({ plans }: Own) {
  const began = performance.now()
  let [lines, pages] = [0, 0]
  for await (const { items } of everyPage(cursor => plans.due({ limit: 500, cursor }))) {
    lines += items.length
    pages++
  }
  return { lines, pages, ms: Math.round(performance.now() - began) }
}

/** What the page asks for; what is asked last changes something before each time. */
function questions(own: Own, now: number): Record<string, () => Promise<object>> {
  const day = (days: number) => addDays(dayAt(ZONE, now), days)
  const lists: Record<string, DueQuery> = {
    'first page of 100': { limit: 100 },
    'until 60 days from now, 500': { limit: 500, to: day(60) },
    'of a site': { limit: 100, site: 's3' },
    'of a piece': { limit: 100, equipment: 'e42' },
    'overdue and of a plan': { limit: 100, state: 'overdue', plan: 'PM-ELV-Q' },
    'of one day': { limit: 500, from: day(3), to: day(3) },
  }
  let told = 0
  return {
    ...Object.fromEntries(Object.entries(lists).map(([name, query]) => [name, () => own.plans.due(query)])),
    'first page after a visit was told': async () => {
      const visit = { equipment: `e${10 * told++}`, day: day(0) }
      await own.plans.stateLastVisit('PM-ELV-HM', visit, SYSTEM)
      return await own.plans.due({ limit: 100 })
    },
  }
}

async function measure(database: Database, count: number) {
  const now = Date.now()
  say(`${database.dialect}: ${count} pieces at ${SITES} sites`)
  await fillEstate(database, count, now)
  const own = await startOwnMaintenance(database, { dataDir: tmpdir(), sweepMs: 3_600_000 })
  try {
    const sites = Array.from({ length: SITES }, (_, i) => ({ site: `s${i}`, fromDay: addDays(dayAt(ZONE, now), -9) }))
    for (const plan of [...Object.keys(PLANS), ...SITE_PLANS])
      await own.plans.change(plan, { version: 0, sites }, SYSTEM)
    const swept = performance.now()
    await own.sweep()
    const sweepS = Math.round((performance.now() - swept) / 1000)
    const figures: Record<string, Awaited<ReturnType<typeof ask>>> = {}
    for (const [name, question] of Object.entries(questions(own, now))) figures[name] = await ask(question)
    return { sweepS, all: await readAll(own), figures }
  } finally {
    await own.stop()
  }
}

/** A page of what is due of an estate of so many pieces with their plans. */
export const dueLists = (pieces: number) => onBothDatabases(database => measure(database, pieces))

export function showDueLists(measured: Awaited<ReturnType<typeof dueLists>>): void {
  for (const [database, { sweepS, all, figures }] of Object.entries(measured)) {
    say(`${database}: visits opened in ${sweepS} s; all ${all.lines} lines in ${all.pages} pages: ${all.ms} ms`)
    console.table(figures)
  }
}
