import { tmpdir } from 'node:os'
import type { Database } from '#database/database.ts'
import type { ReportQuery } from '#domain/reports.ts'
import { toWire } from '#domain/wire.ts'
import type { Maintenance } from '#maintenance'
import { startOwnMaintenance } from '../../helpers/ownMaintenance.ts'
import { say } from '../ingest/say.ts'
import { quantile } from '../quantile.ts'
import { askOften } from './askOften.ts'
import { onBothDatabases, onPostgres } from './databases.ts'
import { writePastTickets } from './pastTickets.ts'

const DAY = 86_400_000
const YEARS = 5
const ROUNDS = 15
const MEGABYTE = 2 ** 20

const start = (database: Database) => startOwnMaintenance(database, { dataDir: tmpdir(), sweepMs: 3_600_000 })

/** Every report and list, as its route asks for it. */
function questions({ analytics, tickets, faults }: Maintenance, now: number, deep: string | undefined) {
  const spans: [string, ReportQuery][] = [
    ['30 days', { from: now - 30 * DAY, to: now }],
    ['a year', { from: now - 365 * DAY, to: now }],
    ['a year of a site', { from: now - 365 * DAY, to: now, site: 's3' }],
    ['a year of a model', { from: now - 365 * DAY, to: now, model: 'M3' }],
  ]
  const { backlog, ...reports } = analytics
  const asked = Object.entries(reports).flatMap(([name, report]) =>
    spans.map(([span, query]) => [`${name}, ${span}`, () => report(query)] as const),
  )
  const lists = {
    'first page': {},
    'of a status': { status: 'closed' },
    'of a site and a status': { site: 's3', status: 'closed' },
    'of a site': { site: 's3' },
    'of three sites': { sites: ['s1', 's2', 's3'] },
    'of a technician': { technician: 'tech7' },
    'by a frequent text': { text: 'TRIP' },
    'by a text that is nowhere': { text: 'nowhere' },
    'deep page': { cursor: deep },
    'behind a figure': { when: 'repaired', is: 'firstTime', from: now - 365 * DAY, to: now, class: 'elevator' },
  } as const
  return [
    ...asked,
    ['backlog', () => backlog({})] as const,
    ['faults, of a model', () => faults.list({ model: 'M3', firedFrom: now - 365 * DAY })] as const,
    ...Object.entries(lists).map(([name, query]) => [`tickets, ${name}`, () => tickets.list(query as never)] as const),
  ]
}

async function ask(question: () => Promise<object>) {
  const { took, heldMs } = await askOften(async () => toWire(await question()), ROUNDS)
  return { p50Ms: Math.round(quantile(took, 0.5)), p95Ms: Math.round(quantile(took, 0.95)), heldMs }
}

const residentMb = () => Math.round(process.memoryUsage().rss / MEGABYTE)

async function measure(database: Database, count: number) {
  const now = Date.now()
  await (await start(database)).stop()
  if (!(await database.db.selectFrom('ticket').select('id').limit(1).executeTakeFirst())) {
    say(`${database.dialect}: writing ${count} past tickets`)
    await writePastTickets(database, count, now, Math.floor((YEARS * 365 * DAY) / count))
  }
  say(`${database.dialect}: writing what reports count of them`)
  const began = performance.now()
  const maintenance = await start(database)
  const startMs = Math.round(performance.now() - began)
  await maintenance.fillFigures()
  const fillS = Math.round((performance.now() - began) / 1000)
  try {
    const middle = now - YEARS * 182 * DAY
    const deep = Buffer.from(JSON.stringify([middle, ''])).toString('base64url')
    const beforeMb = residentMb()
    const figures: Record<string, Awaited<ReturnType<typeof ask>>> = {}
    for (const [name, question] of questions(maintenance, now, deep)) figures[name] = await ask(question)
    return { startMs, fillS, beforeMb, afterMb: residentMb(), figures }
  } finally {
    await maintenance.stop()
  }
}

/**
 * Every report and the list of tickets over so many past tickets of five years.
 * @param url a PostgreSQL to measure alone; what an earlier run has written there is asked again
 */
export const analytics = (count: number, url?: string) =>
  url === undefined
    ? onBothDatabases(database => measure(database, count))
    : onPostgres(url, database => measure(database, count))

export function showAnalytics(measured: Awaited<ReturnType<typeof analytics>>): void {
  for (const [database, { startMs, fillS, beforeMb, afterMb }] of Object.entries(measured))
    say(
      `${database}: ready in ${startMs} ms, figures written beside it in ${fillS} s; ${beforeMb} MB before, ${afterMb} MB after`,
    )
  const names = Object.keys(Object.values(measured)[0]?.figures ?? {})
  console.table(
    Object.fromEntries(
      names.map(name => [
        name,
        Object.fromEntries(
          Object.entries(measured).flatMap(([database, { figures }]) => [
            [`${database} p50`, figures[name]?.p50Ms],
            [`${database} p95`, figures[name]?.p95Ms],
            [`${database} event loop held`, figures[name]?.heldMs],
          ]),
        ),
      ]),
    ),
  )
}
