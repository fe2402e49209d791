import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { rulesTestCommand } from '../../cli/rules/test.ts'
import { tempDir } from '../helpers/tempDir.ts'
import { caretaker } from './cli.ts'

const HOT = (expected: string) => `
class: elevator
tests:
  - { name: too hot, fault: ELV-MOTOR-HOT, given: { motorTemperature: 121 }, until: 10m, expect: ${expected} }
  - { name: not trapped, fault: ELV-TRAP, given: { doorZone: false }, expect: none }`

async function fileOf(text: string): Promise<string> {
  const file = join(await tempDir(), 'own.yaml')
  await writeFile(file, text)
  return file
}

/** Runs the command in this process. */
async function run(...args: string[]) {
  const before = process.exitCode
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  onTestFinished(() => write.mockRestore())
  await rulesTestCommand().parseAsync(args, { from: 'user' })
  const code = process.exitCode ?? 0
  process.exitCode = before
  const out = write.mock.calls.map(call => String(call[0])).join('')
  write.mockRestore()
  return { code, out }
}

test('rules test: what is as expected and what is not, as text and as JSON', async () => {
  expect(await run(await fileOf(HOT('5m firing')))).toEqual({
    ...{ code: 0, out: '2 tests of 2 faults: 2 as expected, 0 not\n' },
  })
  const file = await fileOf(HOT('4m firing'))
  const failed = await run(file)
  expect(failed.code).toBe(1)
  expect(failed.out).toMatch(/own\.yaml:4 {2}ELV-MOTOR-HOT: too hot\n.*expected {2}4m firing\n.*got {7}5m firing\n/)
  expect(failed.out).toContain('2 tests of 2 faults: 1 as expected, 1 not')

  const json = await run('--json', '--fault', 'ELV-MOTOR-HOT', file)
  expect(json.code).toBe(1)
  expect(JSON.parse(json.out)).toEqual([
    {
      ...{ file, line: 4, name: 'too hot', fault: 'ELV-MOTOR-HOT' },
      differences: [{ of: 'ELV-MOTOR-HOT', expected: '4m firing', got: '5m firing' }],
    },
  ])
})

test('rules test as a process: a file that is not right is told with its line', async () => {
  const file = await fileOf('class: lift\ntests: [{ name: a, expect: {} }]')
  expect(await caretaker('rules', 'test', file)).toEqual({
    ...{ code: 1, out: '', err: `RULE_TEST_INVALID: ${file}:1: /class the catalogue has no class "lift"\n` },
  })
})
