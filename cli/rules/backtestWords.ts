import type { BacktestOverview, BacktestReport, BacktestRun, Overlap } from '#domain/backtest.ts'
import type { Wire } from '#domain/wire.ts'

export type BacktestAnswer = Wire<BacktestReport> | Wire<BacktestOverview>

const overlap = ({ hits, misses, extra }: Overlap): string =>
  `${hits} met, ${misses} missed, ${extra} firings without one`

const played = (equipment: number, { from, to, readings, tookMs }: Wire<BacktestRun>): string =>
  `on ${equipment} pieces of equipment, ${from} to ${to}: ${readings} readings in ${(tookMs / 1000).toFixed(1)} s`

function oneRule(report: Wire<BacktestReport>): string[] {
  const { code, equipment, firings, perDay, cutOff, tickets, missed, faults, listed, unsupported } = report
  return [
    `${code} ${played(equipment, report)}`,
    `would have fired ${firings} times, ${perDay.toFixed(2)} a day${cutOff ? '; not all of them were compared' : ''}`,
    `tickets: ${overlap(tickets)}`,
    `faults:  ${overlap(faults)}`,
    ...(unsupported.length > 0 ? [`not evaluated: ${unsupported.join(', ')}`] : []),
    ...listed.map(each =>
      `  ${each.firedAt}  ${each.clearedAt ?? 'not cleared'}  ${each.equipment}  ${each.tickets.join(' ')}`.trimEnd(),
    ),
    ...missed.map(({ at, equipment, ticket }) => `  missed: ${at}  ${equipment}  ${ticket}`),
  ]
}

/** Rules that neither fired nor missed anything say nothing. */
function manyRules(report: Wire<BacktestOverview>): string[] {
  const { equipment, rules, firings, perDay, tickets, missed } = report
  const telling = rules.filter(rule => rule.firings > 0 || rule.tickets.misses > 0)
  return [
    `${rules.length} rules ${played(equipment, report)}`,
    `would have fired ${firings} times, ${perDay.toFixed(2)} a day`,
    `tickets: ${overlap(tickets)}`,
    ...telling.map(
      ({ code, firings, perDay, tickets }) =>
        `  ${code.padEnd(20)} ${String(firings).padStart(6)} firings, ${perDay.toFixed(2)} a day; tickets: ${overlap(tickets)}`,
    ),
    ...missed.map(({ at, equipment, ticket }) => `  missed by all: ${at}  ${equipment}  ${ticket}`),
  ]
}

/** The answer to a backtest as lines of text. */
export const backtestWords = (answer: BacktestAnswer): string =>
  ('rules' in answer ? manyRules(answer) : oneRule(answer)).join('\n')
