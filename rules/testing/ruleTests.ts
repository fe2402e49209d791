import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Catalogue } from '#domain/catalogue.ts'
import { CodedError } from '#domain/errors.ts'
import { type Difference, judge } from './judge.ts'
import { readRuleTests } from './readRuleTests.ts'
import { runScenario } from './runScenario.ts'

/** What became of one rule test. */
export interface RuleTestResult {
  file: string
  line: number
  name: string
  fault?: string
  /** Empty: as expected. */
  differences: Difference[]
}

const SHIPPED = join(import.meta.dirname, '..', '..', 'domain', 'catalogue', 'cases')

/** The files of rule tests that the product ships: one a class of the catalogue. */
export const shippedRuleTests = (): string[] =>
  readdirSync(SHIPPED)
    .filter(name => name.endsWith('.yaml'))
    .map(name => join(SHIPPED, name))

/**
 * Runs the tests of a file through the real engine; with `fault`, only those about that fault.
 * @throws CodedError RULE_TEST_INVALID when the file cannot be read or is not right
 */
export function runRuleTests(file: string, catalogue: Catalogue, fault?: string): RuleTestResult[] {
  const tests = readRuleTests(file, textOf(file), catalogue)
  const { entry, catalogue: own } = tests.class
  return tests.scenarios
    .filter(s => fault === undefined || s.fault === fault || s.expected.has(fault))
    .map(s => ({
      ...{ file, line: s.line, name: s.name, ...(s.fault !== undefined && { fault: s.fault }) },
      differences: judge(s, runScenario(s, own), entry),
    }))
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new CodedError('RULE_TEST_INVALID', { file, problems: [] }, `${file}: ${why}`)
  }
}
