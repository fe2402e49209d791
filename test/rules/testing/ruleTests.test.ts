import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readRuleTests } from '../../../rules/testing/readRuleTests.ts'
import { runRuleTests } from '../../../rules/testing/ruleTests.ts'
import { tempDir } from '../../helpers/tempDir.ts'
import { catalogue } from '../story.ts'

async function run(text: string, fault?: string) {
  const file = join(await tempDir(), 'own.yaml')
  await writeFile(file, text)
  return runRuleTests(file, catalogue, fault).map(({ line, name, differences }) => ({ line, name, differences }))
}

const HOT = '{ motorTemperature: 60x2m 121x10m 104 }, until: 30m'

test('what happens as expected says nothing', async () => {
  const text = `
class: elevator
tests:
  - { name: hot, fault: ELV-MOTOR-HOT, given: ${HOT}, expect: 3m pending; 7m firing general; 22m resolved }
  - { name: nothing, given: { motorTemperature: 120 }, until: 1h, expect: {} }
  - { name: all of it, given: ${HOT}, expect: { ELV-MOTOR-HOT: 7m firing; 22m resolved } }`
  expect(await run(text)).toEqual([
    { line: 4, name: 'hot', differences: [] },
    { line: 5, name: 'nothing', differences: [] },
    { line: 6, name: 'all of it', differences: [] },
  ])
  expect(await run(text, 'ELV-MOTOR-HOT')).toHaveLength(2)
  expect(await run(text, 'ELV-TRAP')).toEqual([])
})

test.each([
  ['a wrong time', '7m1s firing; 22m resolved', '7m firing; 22m resolved'],
  ['a missing end', '7m firing', '7m firing; 22m resolved'],
  ['nothing', 'none', '7m firing; 22m resolved'],
  ['a wrong severity', '7m firing major; 22m resolved', '7m firing general; 22m resolved'],
  ['pending when it is not yet', '1m pending; 7m firing; 22m resolved', '7m firing; 22m resolved'],
  ['more than happens', '7m firing; 22m resolved; 25m firing', '7m firing; 22m resolved'],
])('differs: %s', async (_, expected, got) => {
  const text = `
class: elevator
tests: [{ name: hot, fault: ELV-MOTOR-HOT, given: ${HOT}, expect: ${expected} }]`
  const [result] = await run(text)
  expect(result?.differences).toEqual([{ of: 'ELV-MOTOR-HOT', expected, got }])
})

test('a fault that nobody expected is told when nothing else may happen', async () => {
  const [result] = await run(`
class: elevator
tests: [{ name: hot, given: ${HOT}, expect: {} }]`)
  expect(result?.differences).toEqual([{ of: 'ELV-MOTOR-HOT', expected: 'none', got: '7m firing; 22m resolved' }])
})

test('silence, device events and resets', async () => {
  const results = await run(`
class: elevator
healthy: { motorTemperature: 60, carDirection: standstill }
tests:
  - { name: silent, fault: ELV-OFFLINE, silent: [2m, 15m], until: 30m, expect: 6m firing; 17m resolved }
  - { name: told, fault: ELV-TRAP, events: { 1m: active, 2m: inactive }, resets: { 30s: nothing, 90s: refused, 3m: refused }, until: 5m, expect: 1m firing }
  - { name: told wrongly, fault: ELV-TRAP, events: { 1m: active }, resets: { 90s: accepted }, until: 5m, expect: 1m firing }`)
  expect(results.map(r => r.differences)).toEqual([
    [],
    [],
    [{ of: 'reset', expected: '1m30s accepted', got: '1m30s refused' }],
  ])
})

test('a rule of the file itself is tested, in place of one of the catalogue or beside them', async () => {
  const rules = (code: string, value: string) => `
class: elevator
rules:
  - code: ${code}
    severity: advisory
    condition: { type: threshold, metric: motorTemperature, op: '>', value: ${value} }
    clear: { type: threshold, metric: motorTemperature, op: '<', value: 80 }
tests: [{ name: own, fault: ${code}, given: { motorTemperature: 60 91 79 }, expect: 1m firing advisory; 2m resolved }]`
  expect(await run(rules('OWN-HOT', '90'))).toEqual([{ line: 8, name: 'own', differences: [] }])
  expect(await run(rules('ELV-MOTOR-HOT', '90'))).toEqual([{ line: 8, name: 'own', differences: [] }])
  const [broken] = await run(rules('OWN-HOT', '{ param: registrationCode }'))
  expect(broken?.differences).toEqual([
    { of: 'OWN-HOT', expected: '1m firing advisory; 2m resolved', got: 'none' },
    { of: 'rule', expected: 'evaluated', got: 'parameter registrationCode is not a number' },
  ])
})

test.each([
  ['not YAML', 'class: [', ['own.yaml:1: / ']],
  ['no object', '3', ['own.yaml:1: / must be object']],
  [
    'an unknown class',
    'class: lift\ntests: [{ name: a, expect: {} }]',
    ['own.yaml:1: /class the catalogue has no class "lift"'],
  ],
  ['no tests', 'class: elevator\ntests: []', ['own.yaml:2: /tests must not have fewer than 1 items']],
  [
    'an unknown key',
    'class: elevator\ntests:\n  - name: a\n    expect: {}\n    exepct: {}',
    ['own.yaml:5: /tests/0/exepct'],
  ],
  [
    'everything that is wrong, each with its line',
    `class: elevator
tests:
  - name: a
    fault: ELV-WHAT
    given:
      motorHeat: 3
      motorTemperature: 60x2m 121*10
    until: soon
    expect: 7m burning
  - { name: b, expect: none }
  - { name: c, interval: 0s, expect: {} }
  - { name: d, resets: { 1m: accepted }, expect: { ELV-NO: 1m firing } }`,
    [
      'own.yaml:6: /tests/0/given/motorHeat elevator has no metric "motorHeat"',
      'own.yaml:7: /tests/0/given/motorTemperature "121*10" is not a value',
      'own.yaml:8: /tests/0/until "soon" is not a duration',
      'own.yaml:4: /tests/0/fault elevator has no fault "ELV-WHAT"',
      'own.yaml:9: /tests/0/expect "7m burning" is not a time and a state',
      'own.yaml:10: /tests/1/expect of which fault? The test names none in `fault`',
      'own.yaml:11: /tests/2/interval "0s" is no interval',
      'own.yaml:12: /tests/3/resets which fault? The test names none in `fault`',
      'own.yaml:12: /tests/3/expect/ELV-NO elevator has no fault "ELV-NO"',
    ],
  ],
  [
    'a rule that names an unknown metric',
    `class: elevator
rules:
  - code: OWN
    condition: { type: state, metric: nothing, in: [1] }
    clear: { type: manual }
tests: [{ name: a, fault: OWN, expect: none }]`,
    ['own.yaml:3: /rules/0 elevator has no metric "nothing"'],
  ],
])('refuses a file with %s', (_, text, beginnings) => {
  let message = ''
  try {
    readRuleTests('own.yaml', text, catalogue)
  } catch (error) {
    expect(error).toMatchObject({ code: 'RULE_TEST_INVALID', details: { file: 'own.yaml' } })
    message = (error as Error).message
  }
  const lines = message.split('\n')
  for (const [i, beginning] of beginnings.entries()) expect(lines[i]?.slice(0, beginning.length)).toBe(beginning)
})
