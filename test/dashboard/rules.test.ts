import { expect, test } from 'vitest'
import { startTestDashboard } from '../helpers/dashboard.ts'

const LIMIT = { type: 'threshold', metric: 'motorTemperature', op: '>', value: 90, forS: 60 }
const RULE = {
  ...{ code: 'MY-HOT', class: 'elevator', name: 'Warm motor', name_zh: '电机偏热', condition: LIMIT },
  clear: { ...LIMIT, op: '<', value: 80 },
  reason: 'summer',
}

test('a rule is added, read, changed and put back over the API, in words of both languages', async () => {
  const { admin, as } = await startTestDashboard()
  const dispatcher = await as('dispatcher')
  expect(await dispatcher('POST /api/rules', RULE)).toMatchObject({
    status: 201,
    body: {
      code: 'MY-HOT',
      origin: 'own',
      version: 1,
      hash: expect.stringMatching(/^[0-9a-f]{12}$/),
      reason: 'summer',
    },
  })
  const shown = await dispatcher('/api/rules/MY-HOT')
  expect(shown.body.explanation.en).toBe(
    'Fires when Machine winding temperature > 90 °C for 1 min. Clears when Machine winding temperature < 80 °C for 1 min.',
  )
  expect(shown.body.explanation.zh).toMatch(/^触发：/)
  const change = { severity: 'major', version: 1, reason: 'it burnt' }
  expect((await dispatcher('PATCH /api/rules/MY-HOT', change)).body).toMatchObject({ version: 2 })
  expect((await dispatcher('PATCH /api/rules/MY-HOT', change)).body.error.code).toBe('STALE_VERSION')
  const back = await admin('POST /api/rules/MY-HOT/rollback', { to: 1, reason: 'too loud' })
  expect(back.body).toMatchObject({ version: 3, rule: { severity: 'general' } })
  const history = await admin('/api/rules/MY-HOT/history')
  expect(history.body.items.map((v: { version: number; by: string }) => [v.version, v.by])).toEqual([
    [3, 'admin'],
    [2, expect.stringContaining('dispatcher')],
    [1, expect.stringContaining('dispatcher')],
  ])
  const nothing = { verdicts: 0, genuine: 0, noFaultFound: 0, sensor: 0, noBetter: { why: 'tooFew' } }
  expect((await admin('/api/rules/MY-HOT')).body).toMatchObject({
    precision: { ...nothing, tickets: [], ofVersion: { verdicts: 0 } },
    shadow: { found: 0, open: 0, findings: [] },
    budget: { opened: 0, withheld: 0, perDay: 20, days: [] },
  })
  const listed = await admin('/api/rules?class=elevator&origin=own')
  expect(listed.body.items).toMatchObject([{ precision: nothing, shadow: { found: 0 }, budget: { perDay: 20 } }])
  expect(listed.body.items.map((r: { code: string }) => r.code)).toEqual(['MY-HOT'])
  const { body: catalogue, headers } = await admin('/api/catalogue')
  expect(JSON.stringify(catalogue)).toContain('电机偏热')
  expect((await admin('/api/catalogue', undefined, { 'if-none-match': String(headers.etag) })).status).toBe(304)
})

test('a rule that cannot work is refused with its code and where it is wrong', async () => {
  const { admin } = await startTestDashboard()
  const refused = async (change: object) => (await admin('POST /api/rules', { ...RULE, ...change })).body.error
  expect(await refused({ condition: { ...LIMIT, metric: 'nothing' } })).toMatchObject({
    code: 'UNKNOWN_METRIC',
    details: { problems: [{ path: '/condition/metric', reason: 'unknownMetric', params: { metric: 'nothing' } }] },
  })
  expect(await refused({ class: 'ufo' })).toMatchObject({ code: 'UNKNOWN_CLASS' })
  expect(await refused({ clear: { ...LIMIT, op: '<', value: 95 } })).toMatchObject({ code: 'RULE_CONTRADICTORY' })
  let deep: object = LIMIT
  for (let i = 0; i < 60; i++) deep = { type: 'all', of: [deep] }
  expect(await refused({ condition: deep })).toMatchObject({ code: 'RULE_TOO_DEEP' })
  const long = { type: 'any', of: Array.from({ length: 2000 }, () => LIMIT) }
  expect(await refused({ condition: long })).toMatchObject({ code: 'RULE_TOO_LARGE' })
  const nested = `${'{"of":['.repeat(60_000)}${']}'.repeat(60_000)}`
  const answer = await admin('POST /api/rules', `{"condition":${nested}}`)
  expect([answer.status, answer.body.error.code]).toEqual([400, 'BAD_REQUEST'])
  const { error } = (await admin('/api/rules/NONE')).body
  expect([error.code, error.message, error.details]).toEqual(['NOT_FOUND', 'There is no rule NONE', { rule: 'NONE' }])
})

test('a backtest over the API answers, and refuses what it cannot run with a code', async () => {
  const { admin, as } = await startTestDashboard()
  const ask = (body: object) => admin('POST /api/rules/backtest', body)
  expect((await ask({ rule: RULE, since: '1d' })).body).toMatchObject({ code: 'MY-HOT', class: 'elevator' })
  expect((await ask({ code: 'NONE' })).body.error.code).toBe('NOT_FOUND')
  expect((await ask({ code: 'ELV-MOTOR-HOT', rule: RULE })).body.error.code).toBe('BAD_REQUEST')
  expect((await ask({ code: 'ELV-MOTOR-HOT', since: 'soon' })).status).toBe(400)
  expect((await ask({ code: 'ELV-MOTOR-HOT', equipment: 'none' })).body.error.code).toBe('NOT_FOUND')
  const technician = await as('technician')
  expect((await technician('POST /api/rules/backtest', { rule: RULE })).status).toBe(403)
})

test('the list is narrowed to what people made and to what its words say; a draft is checked and not kept', async () => {
  const { admin, as } = await startTestDashboard()
  await admin('POST /api/rules', RULE)
  await admin('PATCH /api/rules/ELV-MOTOR-HOT', { severity: 'major', reason: 'it burnt' })
  const codes = async (query: string) =>
    (await admin(`/api/rules?${query}`)).body.items.map((r: { code: string }) => r.code)
  expect(await codes('origin=ours')).toEqual(['ELV-MOTOR-HOT', 'MY-HOT'])
  expect(await codes(`origin=own&search=${encodeURIComponent('偏热 MY')}`)).toEqual(['MY-HOT'])
  expect([await codes('is=broken'), await codes('is=stopped'), await codes('precisionBelow=1')]).toEqual([[], [], []])
  const draft = { ...RULE, code: 'MY-OTHER' }
  const checked = await admin('POST /api/rules/check', draft)
  expect(checked.body.explanation.en).toContain('> 90 °C for 1 min')
  expect((await admin('/api/rules/MY-OTHER')).status).toBe(404)
  const wrong = await admin('POST /api/rules/check', { ...draft, clear: { ...LIMIT, op: '<', value: 95 } })
  expect(wrong.body.error).toMatchObject({ code: 'RULE_CONTRADICTORY', details: { problems: [{ path: '/clear' }] } })
  const viewer = await as('viewer')
  expect((await viewer('POST /api/rules/check', draft)).status).toBe(403)
  expect((await viewer('/api/rules?origin=own')).body.items).toHaveLength(1)
})
