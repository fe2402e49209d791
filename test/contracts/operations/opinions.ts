import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { DISPATCHER, MONDAY } from '../../helpers/maintenance.ts'
import { startWith } from './start.ts'

const DAY = 86_400_000
const YEARLY = {
  site: 's1',
  name: '2026',
  target: 'owners',
  from: MONDAY,
  to: MONDAY + 14 * DAY,
  households: 10,
} as const
const key = (n: number) => `key-${String(n).padStart(16, '0')}`

/** Surveys of opinion by site and period, on every operations database. `open` gives an empty one. */
export function opinionsContract(kind: string, open: () => Promise<Database>): void {
  const start = startWith(open)

  describe(`opinions on ${kind}`, () => {
    test('a household answers once by its link, also when it answers twice at once; what is to mend comes first', async () => {
      const { database, maintenance } = await start()
      const { opinions } = maintenance
      const { id } = await opinions.add(YEARLY, DISPATCHER)
      const homes = await opinions.links(id, { households: ['3-1201', '3-1202'] }, DISPATCHER)
      const [one = { token: '' }, two = { token: '' }] = homes
      expect(await opinions.form(one.token)).toMatchObject({ state: 'open', site: 'Site one', name: '2026' })
      const first = { score: 2, recommend: 3, scores: { lifts: 1, cleaning: 5 }, suggestion: '电梯太慢' }
      const twice = await Promise.allSettled([1, 2].map(n => opinions.answer(one.token, { key: key(n), ...first })))
      expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect(await opinions.form(one.token)).toMatchObject({ state: 'given' })
      await opinions.answer(two.token, { key: key(1), score: 5, recommend: 10, scores: { lifts: 2 } })
      const [report] = (await opinions.list({})).items
      expect(report).toMatchObject({
        ...{ answered: 2, responseRate: 0.2, meanScore: 3.5, satisfiedShare: 0.5, promoterScore: 0 },
        byQuestion: [
          { code: 'lifts', mean: 1.5, count: 2, mend: true },
          { code: 'cleaning', mean: 5, count: 1, mend: false },
        ],
        suggestions: [{ text: '电梯太慢' }],
      })
      const stored = JSON.stringify([
        await database.db.selectFrom('opinion_household').selectAll().execute(),
        await database.db.selectFrom('opinion_answer').selectAll().execute(),
      ])
      for (const gone of [one.token, two.token, '3-1201']) expect(stored).not.toContain(gone)
      expect((await opinions.list({ sites: ['s2'] })).items).toEqual([])
      await expect(opinions.links(id, {}, { ...DISPATCHER, sites: ['s2'] })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      })
    })

    test('the link of the site takes many, the same one once; what it does not know, or too late, it refuses', async () => {
      const { maintenance } = await start()
      const { opinions } = maintenance
      const { id } = await opinions.add(YEARLY, DISPATCHER)
      const [old = { token: '' }] = await opinions.links(id, {}, DISPATCHER)
      const [{ token } = { token: '' }] = await opinions.links(id, {}, DISPATCHER)
      const answer = (with_: string, more: object = {}) => opinions.answer(with_, { key: key(1), score: 4, ...more })
      await expect(answer(old.token)).rejects.toMatchObject({ code: 'SURVEY_UNKNOWN' })
      await expect(answer(token, { scores: { beauty: 5 } })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      await expect(answer(token, { department: 'moon' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      for (const n of [1, 1, 2]) await answer(token, { key: key(n) })
      expect((await opinions.list({})).items[0]).toMatchObject({ answered: 2 })
      maintenance.clock.set(MONDAY + 14 * DAY)
      await expect(answer(token, { key: key(3) })).rejects.toMatchObject({ code: 'SURVEY_EXPIRED' })
      await expect(opinions.add({ ...YEARLY, to: MONDAY }, DISPATCHER)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      await expect(opinions.add({ ...YEARLY, site: 's9' }, DISPATCHER)).rejects.toMatchObject({ code: 'UNKNOWN_SITE' })
    })

    test('the next round opens when its time has come, once, and a suggestion ends with what its department did', async () => {
      const { database, maintenance } = await start()
      const { opinions } = maintenance
      const { id } = await opinions.add({ ...YEARLY, repeatMonths: 12 }, DISPATCHER)
      const [home = { token: '' }] = await opinions.links(id, { households: ['a', 'b'] }, DISPATCHER)
      await opinions.answer(home.token, { key: key(1), score: 3, suggestion: '多种树', department: 'environment' })
      const done = { department: 'environment', measure: '春季补种' }
      await expect(opinions.settle(id, 9, done, DISPATCHER)).rejects.toMatchObject({ code: 'NOT_FOUND' })
      await expect(opinions.settle(id, 1, { ...done, department: 'moon' }, DISPATCHER)).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      })
      expect((await opinions.settle(id, 1, done, DISPATCHER)).suggestions).toMatchObject([
        { ...done, settledBy: 'wang' },
      ])
      const nextYear = Date.parse('2027-11-23T11:00:00+08:00')
      await maintenance.sweepAt(nextYear - 1)
      expect((await opinions.list({})).items).toHaveLength(1)
      const labels = await database.db.selectFrom('opinion_household').select('label').execute()
      expect(labels.every(({ label }) => label === null)).toBe(true)
      await maintenance.sweepAt(nextYear)
      await maintenance.sweepAt(nextYear + DAY)
      const [next, last, ...more] = (await opinions.list({})).items
      expect(next).toMatchObject({
        from: nextYear,
        to: nextYear + 14 * DAY,
        follows: id,
        answered: 0,
        repeatMonths: 12,
      })
      expect([last?.id, more]).toEqual([id, []])
    })
  })
}
