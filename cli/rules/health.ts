import { Command } from 'commander'
import { askRules, type RuleShown } from './askRules.ts'

interface Options {
  url: string
  token: string
  class?: string
  all?: true
  json?: true
}

const EPILOG = `
Rules that have evaluated, found or opened nothing are left out unless --all is given.

  caretaker rules health --url http://127.0.0.1:8080 --token "$TOKEN" --class elevator`

const percent = (share: number, digits = 0): string => `${(100 * share).toFixed(digits)} %`

function precisionText({ verdicts, genuine, precision }: RuleShown['precision']): string {
  if (!precision) return 'no verdicts'
  const { value, low, high } = precision
  return `${genuine} of ${verdicts} tickets genuine: ${percent(value)} (${percent(low)} to ${percent(high)})`
}

function workText({ health, shadow, budget }: RuleShown): string {
  const time = health?.timeUs === undefined ? '' : `, ${percent(health.timeShare ?? 0, 1)} of the time`
  return [
    health && `${health.evaluations} evaluations${time}, ${health.errors} errors`,
    shadow.found > 0 && `${shadow.found} found on trial`,
    budget.perDay !== undefined && `${budget.opened} of ${budget.perDay} tickets today`,
    budget.withheld > 0 && `${budget.withheld} stopped`,
  ]
    .filter(Boolean)
    .join('; ')
}

const hasWorked = ({ health, precision, shadow, budget }: RuleShown): boolean =>
  (health?.evaluations ?? 0) + precision.verdicts + shadow.found + budget.opened + budget.withheld > 0

function inWords(rule: RuleShown): string {
  const lines = [rule.health?.lastError, rule.problem?.message, rule.precision.better?.explanation.en]
  return [
    `${rule.code}  ${precisionText(rule.precision)}; ${workText(rule)}`,
    ...lines.flatMap(line => (line === undefined ? [] : [`  ${line}`])),
  ].join('\n')
}

/** `caretaker rules health`: how the rules of a running service are doing, and how often they were right. */
export function rulesHealthCommand(): Command {
  return new Command('health')
    .description('how the rules of a running service are doing: precision, better limits, errors, time, budgets')
    .requiredOption('--url <url>', 'the service, such as http://127.0.0.1:8080')
    .requiredOption('--token <token>', 'an API token for it')
    .option('--class <class>', 'only the rules of this equipment class')
    .option('--all', 'also those of which there is nothing to tell')
    .option('--json', 'print them as JSON')
    .addHelpText('after', EPILOG)
    .action(async ({ class: kind, all, json, ...service }: Options) => {
      const rules = await askRules(service, kind)
      const shown = all ? rules : rules.filter(hasWorked)
      const text = json ? JSON.stringify(shown, undefined, 2) : shown.map(inWords).join('\n')
      process.stdout.write(`${text}\n`)
    })
}
