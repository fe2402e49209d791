import { Compile } from 'typebox/compile'
import { type Document, LineCounter, parseDocument } from 'yaml'
import type { Catalogue } from '#domain/catalogue.ts'
import { CodedError } from '#domain/errors.ts'
import { type ClassUnderTest, classUnderTest } from './classUnderTest.ts'
import { collectProblems, type Path, type Problem, type Problems } from './problems.ts'
import { RuleTestFile } from './ruleTestFile.ts'
import { makeScenario, type Scenario } from './scenario.ts'

/** A file of rule tests, ready to run. */
export interface RuleTests {
  file: string
  class: ClassUnderTest
  scenarios: Scenario[]
}

const schema = Compile(RuleTestFile)

/**
 * Reads a file of rule tests; it is YAML, of which JSON is a part.
 * @throws CodedError RULE_TEST_INVALID with every problem found: its line and its place in the file
 */
export function readRuleTests(file: string, text: string, catalogue: Catalogue): RuleTests {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const broken = document.errors.map(e => ({ line: lines.linePos(e.pos[0]).line, path: '/', message: e.message }))
  const problems = collectProblems(path => lineOf(document, lines, path), broken)
  const tests = broken.length === 0 ? interpret(file, document.toJS(), catalogue, problems) : undefined
  if (tests && problems.found.length === 0) return tests
  throw new CodedError('RULE_TEST_INVALID', { file, problems: problems.found }, inWords(file, problems.found))
}

/** The line of the innermost part of `path` that the file has. */
function lineOf(document: Document, lines: LineCounter, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { range?: readonly number[] } | undefined
    if (node?.range?.[0] !== undefined) return lines.linePos(node.range[0]).line
  }
  return 1
}

function interpret(file: string, json: unknown, catalogue: Catalogue, problems: Problems): RuleTests | undefined {
  if (!schema.Check(json)) {
    for (const e of schema.Errors(json)) problems.add(pathOf(e.instancePath), e.message)
    return undefined
  }
  const underTest = classUnderTest(json, catalogue, problems)
  if (!underTest) return undefined
  const scenarios = json.tests.flatMap((_, i) => makeScenario(json, i, underTest.entry, problems) ?? [])
  return { file, class: underTest, scenarios }
}

const pathOf = (pointer: string): Path =>
  pointer
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map(part => (/^\d+$/.test(part) ? Number(part) : part))

const inWords = (file: string, problems: readonly Problem[]): string =>
  problems.map(p => `${file}:${p.line}: ${p.path} ${p.message}`).join('\n')
