import { expect, test } from 'vitest'
import { startTestDashboard } from '../helpers/dashboard.ts'

const PART = { partNo: 'ELV-DOOR-CTRL', qty: 1, reserve: 'hard' }

test('every rule that is read may be put back and changes nothing; read again it is a rule of another code', async () => {
  const { admin } = await startTestDashboard()
  const pages = [(await admin('/api/rules')).body]
  for (let cursor = pages[0].nextCursor; cursor; cursor = pages.at(-1).nextCursor)
    pages.push((await admin(`/api/rules?cursor=${cursor}`)).body)
  const items = pages.flatMap(page => page.items)
  expect(items.length).toBeGreaterThan(200)
  for (const item of items) {
    const back = await admin(`PUT /api/rules/${item.code}`, item)
    expect([back.status, back.body.version, back.body.hash, item.code]).toEqual([200, 0, item.hash, item.code])
    const copy = await admin('POST /api/rules', { ...item, code: `${item.code}-2`.slice(-64) })
    expect([copy.status, copy.body.rule?.condition]).toEqual([201, item.rule.condition])
  }
})

test('a rule that was read is changed by what it then says; another code, class or version is refused', async () => {
  const { admin } = await startTestDashboard()
  const path = '/api/rules/ELV-MOTOR-HOT'
  const read = (await admin(path)).body
  expect((await admin(`PATCH ${path}`, read.rule)).body).toMatchObject({ version: 0, hash: read.hash })
  const put = (change: object, of: object = {}) =>
    admin(`PUT ${path}`, { ...read, ...of, rule: { ...read.rule, ...change } })
  expect((await put({ estRepairMin: 45 })).body.error).toMatchObject({ details: { problems: [{ path: '/reason' }] } })
  expect((await put({ estRepairMin: 45, ticketsPerDay: 4 }, { reason: 'two floors' })).body).toMatchObject({
    version: 1,
    rule: { estRepairMin: 45, ticketsPerDay: 4, conditionText: read.rule.conditionText },
  })
  expect((await put({ estRepairMin: 30 }, { reason: 'seen before' })).body.error.code).toBe('STALE_VERSION')
  const without = await put({}, { version: 1, reason: 'no budget' })
  expect([without.body.version, without.body.rule.ticketsPerDay, without.body.hash]).toEqual([2, undefined, read.hash])
  expect((await put({}, { code: 'ELV-VIB', version: 2 })).status).toBe(400)
  expect((await put({}, { class: 'escalator', version: 2 })).body.error.details.problems[0].path).toBe('/class')
  expect((await put({}, { parts: [PART], version: 2, nonsense: 1 })).status).toBe(400)
  const tried = await admin('POST /api/rules/check', read)
  expect(tried.body.rule.condition).toEqual(read.rule.condition)
  expect((await admin('POST /api/rules/backtest', { rule: read, since: '1d' })).body.code).toBe('ELV-MOTOR-HOT')
})
