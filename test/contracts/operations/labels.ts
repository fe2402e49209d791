import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { CodedError } from '#domain/errors.ts'
import { printedCode } from '#domain/labelCodes.ts'
import type { Actor } from '#domain/people.ts'
import { createProofThrottle } from '../../../dashboard/server/auth/proofThrottle.ts'
import { ADMIN, DISPATCHER, labelOf, MONDAY, moveThrough } from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

const ZHANG: Actor = { username: 'zhang', role: 'technician', sites: [] }
const LIFT = { equipment: 'lift-1' }

/** Labels and what they prove, on every operations database. `open` gives an empty one. */
export function labelsContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  /** A ticket that waits for its technician to come. */
  const expecting = async (equipment = 'lift-1') => {
    const { maintenance } = await start()
    const { id } = await maintenance.tickets.create({ equipment, title: 'x' }, DISPATCHER)
    await moveThrough(maintenance, id, ['dispatched'])
    const arrive = (given: { proof?: string; reason?: string }) =>
      maintenance.tickets.move(id, { to: 'onSite', ...given }, ZHANG)
    return { maintenance, id, arrive }
  }

  describe(`labels on ${kind}`, () => {
    test('each thing has one label, made when it is first asked for, also by many at once', async () => {
      const { maintenance } = await start()
      const { labels } = maintenance
      const asked = await Promise.all(Array.from({ length: 6 }, () => labels.of(LIFT, DISPATCHER)))
      expect(new Set(asked.map(label => label.code)).size).toBe(1)
      expect(asked[0]).toMatchObject({ number: 1, madeAt: MONDAY, madeBy: 'wang', before: [] })
      const others = [await labels.of({ equipment: 'lift-2' }, ADMIN), await labels.of({ site: 's1' }, ADMIN)]
      expect(new Set([...asked, ...others].map(label => label.code)).size).toBe(3)
      expect(await labels.find(others[1]?.code ?? '')).toEqual({ site: 's1' })
      expect(await labels.find(asked[0]?.code ?? '')).toEqual(LIFT)
      expect(await labels.find('lift-1')).toBeUndefined()
    })

    test('wrong labels are counted over restarts and processes, also many at once; what is over leaves nothing', async () => {
      const { database } = await start()
      let now = MONDAY
      const wrong = () => Promise.reject(new CodedError('PROOF_MISMATCH'))
      const tried = async (times: number, by = 'link secret') => {
        // Each has a throttle of its own, as after a restart or in another process.
        const tries = Array.from({ length: times }, () => createProofThrottle(database, () => now)(by, 'x', wrong))
        const codes = (await Promise.allSettled(tries)).map(one => one.status === 'rejected' && one.reason.code)
        return codes.filter(code => code === 'PROOF_MISMATCH').length
      }
      expect(await tried(14)).toBe(10)
      expect(await tried(3)).toBe(0)
      const refused = await createProofThrottle(database, () => now)('link secret', 'x', wrong).catch(error => error)
      expect(refused).toMatchObject({ code: 'TOO_MANY_REQUESTS', details: { retryAfterS: 900 } })
      expect(await tried(1, 'li')).toBe(1)
      expect(await createProofThrottle(database, () => now)('wu', 'x', async () => 'there')).toBe('there')
      const rows = await database.db.selectFrom('label_attempt').selectAll().execute()
      expect([rows.length, JSON.stringify(rows).includes('secret')]).toEqual([2, false])
      now += 15 * 60_000
      expect(await tried(1)).toBe(1)
      expect(await database.db.selectFrom('label_attempt').selectAll().execute()).toHaveLength(1)
    })

    test('scanned or typed it proves the arrival, and the history says which, but never the code', async () => {
      const { maintenance, id, arrive } = await expecting()
      const code = await labelOf(maintenance, 'lift-1')
      const typed = await arrive({ proof: ` ${printedCode(code).toLowerCase().replaceAll('0', 'o')} ` })
      expect(typed.timeline.at(-1)?.detail?.proof).toEqual({ by: 'typed', at: MONDAY })
      await moveThrough(maintenance, id, ['waitingCustomer'])
      const scanned = await arrive({ proof: `https://care.example/l/${code}` })
      expect(scanned.timeline.at(-1)?.detail?.proof).toEqual({ by: 'scan', at: MONDAY })
      await moveThrough(maintenance, id, ['waitingCustomer'])
      const said = await arrive({ reason: 'the label is gone' })
      expect(said.timeline.at(-1)?.detail).toMatchObject({ proof: { by: 'none' }, reason: 'the label is gone' })
      expect(JSON.stringify(said)).not.toContain(code)
    })

    test('another label, an old one, a misread and a renewed one prove nothing, and none tells the code', async () => {
      const { maintenance, id, arrive } = await expecting()
      const { code, number } = await maintenance.labels.of(LIFT, DISPATCHER)
      const misread = (code[0] === 'A' ? 'B' : 'A') + code.slice(1)
      const refused = async (proof: string, noun: string) =>
        await expect(arrive({ proof, reason: 'x' })).rejects.toMatchObject({
          code: 'PROOF_MISMATCH',
          details: { noun },
          message: expect.not.stringContaining(code),
        })
      await refused(await labelOf(maintenance, 'lift-2'), 'otherLabel')
      await refused((await maintenance.labels.of({ site: 's1' }, DISPATCHER)).code, 'otherLabel')
      await refused(misread, 'misreadLabel')
      await refused('lift-1', 'misreadLabel')
      await refused('https://care.example/e/lift-1', 'oldLabel')
      await maintenance.labels.renew(LIFT, { number, reason: 'copied' }, DISPATCHER)
      await refused(code, 'renewedLabel')
      expect(await maintenance.tickets.get(id)).toMatchObject({ status: 'dispatched' })
      expect(await arrive({ proof: await labelOf(maintenance, 'lift-1') })).toMatchObject({ status: 'onSite' })
    })

    test('a renewal is recorded with its reason; of two at once one is told that there is a new label', async () => {
      const { maintenance } = await start()
      const { labels, clock } = maintenance
      await expect(labels.renew(LIFT, { number: 1, reason: 'x' }, ADMIN)).rejects.toMatchObject({ code: 'NOT_FOUND' })
      const first = await labels.of(LIFT, DISPATCHER)
      clock.set(MONDAY + 60_000)
      const both = await Promise.allSettled(
        [DISPATCHER, ADMIN].map(who => labels.renew(LIFT, { number: 1, reason: `lost, says ${who.username}` }, who)),
      )
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      const refused = both.flatMap(each => (each.status === 'rejected' ? [each.reason] : []))
      expect(refused).toMatchObject([{ code: 'STALE_VERSION', details: { number: 2 } }])
      const now = await labels.of(LIFT, DISPATCHER)
      const [before] = now.before
      expect(now).toMatchObject({ number: 2, madeAt: MONDAY + 60_000 })
      expect(before).toEqual({
        number: 1,
        madeAt: MONDAY,
        madeBy: 'wang',
        endedAt: MONDAY + 60_000,
        endedBy: now.madeBy,
        reason: `lost, says ${now.madeBy}`,
      })
      expect(now.code).not.toBe(first.code)
      expect(await labels.find(first.code), 'residents may still report by it').toEqual(LIFT)
    })

    test('where the site insists, a reason does not do instead; label and device do', async () => {
      const { maintenance, id, arrive } = await expecting()
      const settings = { mode: 'assign', acceptMin: null, strict: false } as const
      const { version } = await maintenance.dispatch.change(
        's1',
        { ...settings, proofRequired: true, version: 0 },
        ADMIN,
      )
      await expect(arrive({ reason: 'the label is gone' })).rejects.toMatchObject({
        code: 'MOVE_NEEDS',
        details: { missing: ['proof'] },
      })
      maintenance.observed.set('lift-1', new Map([['serviceMode', { value: 2, ts: MONDAY }]]))
      expect((await arrive({ reason: 'the label is gone' })).timeline.at(-1)?.detail).toMatchObject({
        proof: { by: 'signal' },
      })
      maintenance.observed.clear()
      await moveThrough(maintenance, id, ['waitingCustomer'])
      expect(await arrive({ proof: await labelOf(maintenance, 'lift-1') })).toMatchObject({ status: 'onSite' })
      expect(await maintenance.dispatch.change('s1', { ...settings, version }, ADMIN)).toMatchObject({
        proofRequired: false,
      })
      await moveThrough(maintenance, id, ['waitingCustomer'])
      expect(await arrive({ reason: 'the label is gone' })).toMatchObject({ status: 'onSite' })
    })

    test('reports count the repairs of each technician with every arrival proven', async () => {
      const { maintenance } = await start()
      const repaired = async (equipment: string, arrivals: readonly object[]) => {
        const { id } = await maintenance.tickets.create({ equipment, title: 'x' }, DISPATCHER)
        await moveThrough(maintenance, id, ['dispatched'])
        for (const given of arrivals) {
          await maintenance.tickets.move(id, { to: 'onSite', ...given }, ZHANG)
          await moveThrough(maintenance, id, ['waitingCustomer'])
        }
        await moveThrough(maintenance, id, ['repaired'])
      }
      const label = { proof: await labelOf(maintenance, 'lift-1') }
      await repaired('lift-1', [label, label])
      await repaired('lift-1', [label, { reason: 'no label' }])
      await repaired('lift-2', [{ reason: 'no label' }])
      const query = { from: MONDAY, to: MONDAY + 1 }
      const [zhang] = (await maintenance.analytics.technicians(query)).technicians
      expect(zhang).toMatchObject({
        technician: 'zhang',
        fixed: { count: 3 },
        arrived: { count: 3 },
        proven: { count: 1 },
      })
      for (const counted of [zhang?.arrived, zhang?.proven])
        expect((await maintenance.tickets.list(counted?.filter ?? {})).items).toHaveLength(counted?.count ?? -1)
    })
  })
}
