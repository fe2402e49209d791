import { expect, test } from 'vitest'
import { SHIPPED_POLICY } from '#domain/shippedPolicies.ts'
import type { Point } from '#domain/telemetry.ts'
import type { RangeQuery } from '#domain/telemetryStore.ts'
import { startTestDashboard } from '../helpers/dashboard.ts'
import { ADMIN, DISPATCHER, ended, MONDAY, moveThrough, onlyTicket, transition } from '../helpers/maintenance.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const CODE = 'ELV-MOTOR-HOT'
/** Peak of each fault, and whether it was genuine. */
const CASES = [
  { peak: 150, genuine: true },
  { peak: 152, genuine: true },
  { peak: 121, genuine: false },
  { peak: 122, genuine: false },
] as const
const startOf = (n: number) => MONDAY - (CASES.length - n) * DAY

/** The winding by the minute: hot for forty minutes at each case, at `held`, with its peak in the middle. */
function winding(held: (peak: number) => number) {
  const at = (ts: number): number => {
    const n = CASES.findIndex((_, i) => ts >= startOf(i) - 20 * MINUTE && ts < startOf(i) + 20 * MINUTE)
    const peak = CASES[n]?.peak
    if (peak === undefined) return 60
    return ts === startOf(n) ? peak : held(peak)
  }
  return async ({ equipment, metric, from, to, limit }: RangeQuery & { limit: number }): Promise<Point[]> => {
    if (equipment !== 'lift-1' || metric !== 'motorTemperature') return []
    const first = Math.ceil(from / MINUTE) * MINUTE
    const count = Math.max(0, Math.min(limit, Math.ceil((to - first) / MINUTE)))
    return Array.from({ length: count }, (_, i) => first + i * MINUTE).map(ts => ({ ts, value: at(ts) }))
  }
}

/** Four closed tickets of a rule, judged, with the telemetry that they came from. */
async function judged(held: (peak: number) => number) {
  const range = winding(held)
  const dashboard = await startTestDashboard({
    instead: stages => ({ telemetry: { ...stages.telemetry, range } }),
  })
  const { maintenance } = dashboard
  await dashboard.admin('POST /api/technicians', { id: 'zhang', name: '张师傅', skills: ['SK-ELV-T'] })
  const precision = { withinDays: 100, minVerdicts: 4, minEach: 2, minYouden: 0.3 }
  await maintenance.alarmPolicy.change({ ...SHIPPED_POLICY, precision }, 0, ADMIN)
  for (const [n, { peak, genuine }] of CASES.entries()) {
    const at = startOf(n)
    maintenance.clock.set(at)
    const fired = transition(`f-${n}`, 'lift-1', CODE, at)
    await maintenance.handle([fired])
    const { id } = await onlyTicket(maintenance)
    const peaks = [{ metric: 'motorTemperature', op: '>' as const, value: peak, ts: at, limit: 120 }]
    await maintenance.handle([{ ...ended(fired), seen: { heldS: 2400, peaks } }])
    await moveThrough(maintenance, id, ['dispatched', 'onSite'])
    const repair = { action: 'none', cause: 'wear-out', outcome: genuine ? 'genuine' : 'noFaultFound' } as never
    await maintenance.tickets.move(id, { to: 'repaired', repair }, DISPATCHER)
    await moveThrough(maintenance, id, ['verified', 'handedOver', 'surveyed', 'followedUp', 'closed'])
  }
  return dashboard
}

test('a better limit is confirmed when the judged tickets, played again with it, still fall apart', async () => {
  const { admin, as } = await judged(peak => peak)
  const { body } = await admin(`/api/rules/${CODE}/better`)
  expect(body.better).toMatchObject({ what: 'limit', kept: 2, spared: 2 })
  expect(body.replay).toEqual({ genuine: 2, kept: 2, wrong: 2, spared: 2, unknown: 0, confirmed: true })
  expect((await (await as('viewer'))(`/api/rules/${CODE}/better`)).status).toBe(403)
  expect((await admin('/api/rules/ELV-VIB/better')).body.error.code).toBe('NOT_FOUND')
})

test('peaks that no fault held for the rule’s duration suggest a limit that is refuted', async () => {
  const { admin } = await judged(peak => Math.min(peak, 121))
  const { replay } = (await admin(`/api/rules/${CODE}/better`)).body
  expect(replay).toMatchObject({ genuine: 2, kept: 0, spared: 2, confirmed: false })
})

test('cases of which no telemetry is left confirm nothing', async () => {
  const { admin } = await judged(() => 60)
  const { replay } = (await admin(`/api/rules/${CODE}/better`)).body
  expect(replay).toEqual({ genuine: 0, kept: 0, wrong: 0, spared: 0, unknown: 4, confirmed: false })
})
