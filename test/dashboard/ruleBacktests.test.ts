import { expect, test, vi } from 'vitest'
import type { Point } from '#domain/telemetry.ts'
import type { RangeQuery } from '#domain/telemetryStore.ts'
import { startTestDashboard } from '../helpers/dashboard.ts'
import { ended, MONDAY, transition } from '../helpers/maintenance.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const FROM = MONDAY - 24 * HOUR
const CODE = 'ELV-MOTOR-HOT'
/** The motor of lift-1 is hot twice, for 20 minutes from these times on. */
const HOT = [FROM + 2 * HOUR, FROM + 12 * HOUR]
const MET = FROM + 2 * HOUR + 5 * MINUTE
const UNSEEN = FROM + 20 * HOUR

function motor({ equipment, metric, from, to, limit }: RangeQuery & { limit: number }): Point[] {
  if (equipment !== 'lift-1' || metric !== 'motorTemperature') return []
  const hot = (ts: number) => HOT.some(start => ts >= start && ts < start + 20 * MINUTE)
  const first = Math.ceil(Math.max(from, FROM) / MINUTE) * MINUTE
  const count = Math.max(0, Math.min(limit, Math.ceil((Math.min(to, MONDAY) - first) / MINUTE)))
  return Array.from({ length: count }, (_, i) => first + i * MINUTE).map(ts => ({ ts, value: hot(ts) ? 125 : 60 }))
}

const withMotor = () =>
  startTestDashboard({
    instead: stages => ({ telemetry: { ...stages.telemetry, range: async query => motor(query) } }),
  })

/** A ticket of lift-1 when it was first hot, none for the second time; one of lift-2, of which telemetry knows nothing. */
async function withPast() {
  const dashboard = await withMotor()
  for (const [equipment, at] of [
    ['lift-1', MET],
    ['lift-2', UNSEEN],
  ] as const) {
    const fault = transition(`f-${equipment}`, equipment, CODE, at)
    await dashboard.maintenance.handle([fault, ended(fault, at + 15 * MINUTE)])
  }
  return dashboard
}

test('a backtest says which firings met a ticket, and which tickets were missed', async () => {
  const { admin, maintenance } = await withPast()
  const { items } = await maintenance.tickets.list({})
  const ticketOf = (equipment: string) => items.find(ticket => ticket.equipment === equipment)?.id
  const { body } = await admin('POST /api/rules/backtest', { code: CODE, since: '1d' })
  expect(body).toMatchObject({ firings: 2, tickets: { hits: 1, misses: 1, extra: 1 } })
  expect(body.listed.map((each: { tickets: string[] }) => each.tickets)).toEqual([[ticketOf('lift-1')], []])
  const at = new Date(UNSEEN).toISOString()
  expect(body.missed).toEqual([{ ticket: ticketOf('lift-2'), equipment: 'lift-2', at }])
  expect(body.faults).toEqual({ hits: 1, misses: 1, extra: 1 })
})

test('all rules of a class, or of all, are played together, for the sites that one may see', async () => {
  const { admin, as } = await withPast()
  const { body: ofClass } = await admin('POST /api/rules/backtest', { class: 'elevator', since: '1d' })
  const hot = (body: { rules: { code: string }[] }) => body.rules.find(rule => rule.code === CODE)
  expect(hot(ofClass)).toMatchObject({ firings: 2, tickets: { hits: 1, misses: 1, extra: 1 } })
  expect(ofClass).toMatchObject({ equipment: 3, firings: 2, tickets: { hits: 1, misses: 1, extra: 1 } })
  const { body: all } = await admin('POST /api/rules/backtest', { since: '1d' })
  expect(all.rules.length).toBeGreaterThan(200)
  expect(hot(all)).toEqual(hot(ofClass))

  const elsewhere = await as('dispatcher', ['s2'])
  const { body: theirs } = await elsewhere('POST /api/rules/backtest', { since: '1d' })
  expect(theirs).toMatchObject({ equipment: 1, firings: 0, missed: [] })
  const refused = async (body: object) => (await elsewhere('POST /api/rules/backtest', body)).body.error.code
  expect(await refused({ site: 's1' })).toBe('UNKNOWN_SITE')
  expect(await refused({ equipment: 'lift-1' })).toBe('NOT_FOUND')
  expect(await refused({ class: 'ufo' })).toBe('UNKNOWN_CLASS')
  expect(await refused({ class: 'elevator', code: CODE })).toBe('BAD_REQUEST')
})

test('progress comes line by line, and the report last', async () => {
  const { logIn, listen } = await withMotor()
  const answer = await fetch(`${await listen()}/api/rules/backtest`, {
    method: 'POST',
    headers: {
      cookie: await logIn('admin'),
      'content-type': 'application/json',
      accept: 'application/x-ndjson',
    },
    body: JSON.stringify({ code: CODE, since: '1d', equipment: 'lift-1' }),
  })
  expect(answer.headers.get('content-type')).toContain('application/x-ndjson')
  const lines = (await answer.text())
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(lines.slice(0, -1).map(line => Object.keys(line))).toEqual(lines.slice(0, -1).map(() => ['progress']))
  expect(lines.at(-2).progress).toEqual({ done: 1, readings: 1440, firings: 2 })
  expect(lines.at(-1).report).toMatchObject({ code: CODE, readings: 1440, firings: 2 })
})

test('a caller who hangs up stops the work and makes room for the next', async () => {
  /** A value a millisecond: a month of it has no end. */
  const endless = async ({ from, to, limit }: RangeQuery & { limit: number }): Promise<Point[]> =>
    Array.from({ length: Math.min(limit, to - from) }, (_, i) => ({ ts: from + i, value: 60 }))
  const { logIn, listen } = await startTestDashboard({
    instead: stages => ({ telemetry: { ...stages.telemetry, range: endless } }),
  })
  const url = `${await listen()}/api/rules/backtest`
  const cookie = await logIn('admin')
  const ask = (since: string, accept = 'application/json', signal?: AbortSignal) =>
    fetch(url, {
      ...{ method: 'POST', headers: { cookie, accept, 'content-type': 'application/json' } },
      ...{ body: JSON.stringify({ code: CODE, since, equipment: 'lift-1' }), ...(signal && { signal }) },
    })
  const caller = new AbortController()
  const answers = ['application/json', 'application/x-ndjson'].map(async accept => {
    const answer = await ask('30d', accept, caller.signal)
    return await answer.text()
  })
  await vi.waitFor(async () => expect((await ask('1s')).status).toBe(429), { timeout: 10_000 })
  caller.abort()
  expect((await Promise.allSettled(answers)).map(each => each.status)).toEqual(['rejected', 'rejected'])
  await vi.waitFor(async () => expect((await ask('1s')).status).toBe(200), { timeout: 10_000 })
})
