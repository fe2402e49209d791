import { relative } from 'node:path'
import { Command } from 'commander'
import { loadCatalogue } from '#domain/catalogue.ts'
import { type RuleTestResult, runRuleTests, shippedRuleTests } from '#rules/testing'

interface TestOptions {
  fault?: string
  json?: true
}

const EPILOG = `
Without files, the cases of the catalogue are run. A file is YAML (or JSON):

  class: elevator
  interval: 1m                       how often the equipment reports
  healthy: { motorTemperature: 60 }  what it reports where a test says nothing else
  tests:
    - name: too hot for five minutes
      fault: ELV-MOTOR-HOT
      given: { motorTemperature: 60x2m 121x10m 104 }
      until: 30m
      expect: 3m pending; 7m firing; 22m resolved

Values: 1.2x30 thirty times, 1.2x5m for five minutes, 1.2+0.1x10 rising, _x5 not reported, null not available, true,
false, a state by its key in the catalogue. A series goes on with its last value. Further keys of a test: params,
interval, silent: [2m, 12m], events: { 1m: active }, resets: { 20m: refused, 40m: accepted }.
"expect: none": the fault does nothing; "expect: {}": no fault of the equipment does anything.
A file may carry rules of its own: rules: [{ code, condition, clear, latched, severity }].

Exit code 0: all as expected; 1: not, or a file is not right.`

const say = (text: string) => process.stdout.write(`${text}\n`)

/** `caretaker rules test`: plays series through the rule engine and compares the faults with those expected. */
export function rulesTestCommand(): Command {
  return new Command('test')
    .description('run rule tests: series in, faults expected at times')
    .argument('[files...]', 'files of rule tests; the cases of the catalogue when there is none')
    .option('--fault <code>', 'only the tests of this fault')
    .option('--json', 'print the results as JSON')
    .addHelpText('after', EPILOG)
    .action((files: string[], { fault, json }: TestOptions) => {
      const catalogue = loadCatalogue()
      const paths = files.length > 0 ? files : shippedRuleTests()
      const results = paths.flatMap(file => runRuleTests(file, catalogue, fault))
      say(json ? JSON.stringify(results, undefined, 2) : inWords(results))
      if (results.some(r => r.differences.length > 0)) process.exitCode = 1
    })
}

function inWords(results: readonly RuleTestResult[]): string {
  const failed = results.filter(r => r.differences.length > 0)
  const faults = new Set(results.flatMap(r => r.fault ?? [])).size
  const summary = `${results.length} tests of ${faults} faults: ${results.length - failed.length} as expected, ${failed.length} not`
  return [...failed.map(failure), summary].join('\n')
}

const failure = ({ file, line, fault, name, differences }: RuleTestResult): string =>
  [
    `${relative('', file)}:${line}  ${[fault, name].filter(Boolean).join(': ')}`,
    ...differences.flatMap(d => [`    ${d.of}  expected  ${d.expected}`, `    ${d.of}  got       ${d.got}`]),
  ].join('\n')
