import { expect, test } from 'vitest'
import { RULE_LIMITS } from '#domain/rules.ts'
import { startTestDashboard } from '../helpers/dashboard.ts'
import { testDatabase } from '../helpers/database.ts'

const LIMIT = { type: 'threshold', metric: 'motorTemperature', op: '>', value: 90, forS: 60 }
const KEPT = { class: 'elevator', version: 1, hash: '', at: 0, by: 'anna', reason: 'many' }
const AT_ONCE = 1000

/** As many rules of people's own as may be, straight into the table. */
async function withManyRules() {
  const database = await testDatabase()
  const dashboard = await startTestDashboard({ database })
  const made = await dashboard.admin('POST /api/rules', {
    ...{ code: 'OWN-00000', class: 'elevator', name: 'Rule 0', condition: LIMIT },
    clear: { ...LIMIT, op: '<', value: 80 },
  })
  const { rule } = made.body
  for (let from = 1; from < RULE_LIMITS.ownRules; from += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, RULE_LIMITS.ownRules - from) }, (_, i) => from + i)
    const rows = numbers.map(n => {
      const code = `OWN-${String(n).padStart(5, '0')}`
      return { ...KEPT, code, rule: JSON.stringify({ ...rule, code, name: `Rule ${n}`, name_zh: `规则${n}` }) }
    })
    await database.db.insertInto('rule_version').values(rows).execute()
  }
  return await startTestDashboard({ database })
}

test('with 10,000 rules of people’s own the list comes in pages, is searched and narrowed, and one more is refused', async () => {
  const { admin } = await withManyRules()
  const list = async (query: string) => (await admin(`/api/rules?${query}`)).body
  const first = await list('origin=own&limit=50')
  const second = await list(`origin=own&limit=50&cursor=${first.nextCursor}`)
  const codes = (page: { items: { code: string }[] }) => page.items.map(({ code }) => code)
  expect([codes(first).at(-1), codes(second)[0], codes(second).length]).toEqual(['OWN-00049', 'OWN-00050', 50])
  expect(codes(await list(`search=${encodeURIComponent('规则7654')}`))).toEqual(['OWN-07654'])
  expect(codes(await list('class=elevator&origin=own&is=broken&limit=5'))).toEqual([])
  expect((await list('origin=own&limit=1000')).items).toBeUndefined()
  const copy = await admin('POST /api/rules', { ...first.items[0], code: 'ONE-MORE' })
  expect([copy.status, copy.body.error.code]).toEqual([409, 'TOO_MANY_RULES'])
})
