import type { ClassEntry } from '#domain/catalogue.ts'
import type { Severity } from '#domain/faults.ts'
import { formatDuration } from './duration.ts'
import { formatHistory, type Moment } from './expectation.ts'
import type { Played } from './runScenario.ts'
import type { Scenario } from './scenario.ts'

/** Where a scenario went otherwise than expected, as texts that a person compares. */
export interface Difference {
  /** The fault's code, or what else was looked at. */
  of: string
  expected: string
  got: string
}

/** Compares what was played with what the scenario expects; nothing when all is as expected. */
export function judge(scenario: Scenario, played: Played, entry: ClassEntry): Difference[] {
  const appeared = scenario.othersMayFire ? [] : [...played.histories.keys()]
  const codes = [...new Set([...scenario.expected.keys(), ...appeared])]
  const histories = codes.map(code => ({
    of: code,
    ...compared(scenario.expected.get(code) ?? [], played.histories.get(code) ?? [], entry.fault.get(code)?.severity),
  }))
  const resets = { of: 'reset', expected: inWords(scenario.resets), got: inWords(played.resets) }
  const broken = codes.flatMap(code => played.broken.get(code) ?? [])
  return [
    ...[...histories, resets].filter(d => d.expected !== d.got),
    ...broken.map(got => ({ of: 'rule', expected: 'evaluated', got })),
  ]
}

/** A severity is compared where one is expected. */
function compared(expected: readonly Moment[], got: readonly Moment[], severity: Severity | undefined) {
  const named = withGrades(got, severity).map(({ severity: grade, ...moment }, i) =>
    grade && (moment.state === 'graded' || expected[i]?.severity) ? { ...moment, severity: grade } : moment,
  )
  return { expected: formatHistory(expected), got: formatHistory(named) }
}

/** Each moment with the grade of the fault then; a change that leaves the grade as it is, such as a count, is none. */
function withGrades(moments: readonly Moment[], severity: Severity | undefined): Moment[] {
  let grade = severity
  return moments.flatMap(moment => {
    const before = grade
    grade = moment.state === 'firing' ? (moment.severity ?? severity) : (moment.severity ?? grade)
    return moment.state === 'graded' && grade === before ? [] : [{ ...moment, ...(grade && { severity: grade }) }]
  })
}

const inWords = (resets: Scenario['resets']): string =>
  resets
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, meets }) => `${formatDuration(at)} ${meets}`)
    .join(', ')
