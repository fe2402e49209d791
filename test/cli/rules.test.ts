import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tempDir } from '../helpers/tempDir.ts'
import { caretaker } from './cli.ts'

test('rules test: exit code, expected beside got, JSON, one fault only', async () => {
  const file = join(await tempDir(), 'own.yaml')
  const hot = (expected: string) => `
class: elevator
tests:
  - { name: too hot, fault: ELV-MOTOR-HOT, given: { motorTemperature: 121 }, until: 10m, expect: ${expected} }
  - { name: not trapped, fault: ELV-TRAP, given: { doorZone: false }, expect: none }`

  await writeFile(file, hot('5m firing'))
  expect(await caretaker('rules', 'test', file)).toEqual({
    ...{ code: 0, err: '', out: '2 tests of 2 faults: 2 as expected, 0 not\n' },
  })

  await writeFile(file, hot('4m firing'))
  const failed = await caretaker('rules', 'test', file)
  expect(failed).toMatchObject({ code: 1, err: '' })
  expect(failed.out).toMatch(/own\.yaml:4 {2}ELV-MOTOR-HOT: too hot\n.*expected {2}4m firing\n.*got {7}5m firing\n/)
  expect(failed.out).toContain('2 tests of 2 faults: 1 as expected, 1 not')

  const json = await caretaker('rules', 'test', '--json', '--fault', 'ELV-MOTOR-HOT', file)
  expect(json.code).toBe(1)
  expect(JSON.parse(json.out)).toEqual([
    {
      ...{ file, line: 4, name: 'too hot', fault: 'ELV-MOTOR-HOT' },
      differences: [{ of: 'ELV-MOTOR-HOT', expected: '4m firing', got: '5m firing' }],
    },
  ])

  await writeFile(file, 'class: lift\ntests: [{ name: a, expect: {} }]')
  expect(await caretaker('rules', 'test', file)).toEqual({
    ...{ code: 1, out: '', err: `RULE_TEST_INVALID: ${file}:1: /class the catalogue has no class "lift"\n` },
  })
})
