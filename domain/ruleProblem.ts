import { CodedError, type ErrorCode } from './errors.ts'
import { type Problem, type ProblemReason, problem } from './problem.ts'

/** One thing that is wrong with a rule. */
export interface RuleProblem extends Problem {
  code: ErrorCode
}

const CODES: Partial<Record<ProblemReason, ErrorCode>> = {
  unknownClass: 'UNKNOWN_CLASS',
  unknownMetric: 'UNKNOWN_METRIC',
  unknownParam: 'UNKNOWN_PARAMETER',
  unknownSite: 'UNKNOWN_SITE',
  unknownEquipment: 'UNKNOWN_EQUIPMENT',
  unknownSkill: 'UNKNOWN_SKILL',
  unknownPart: 'UNKNOWN_PART',
  unknownRule: 'UNKNOWN_RULE',
  duration: 'RULE_DURATION',
  exclude: 'RULE_CONTRADICTORY',
  clearInside: 'RULE_CONTRADICTORY',
  circle: 'RULE_CYCLE',
  tooLarge: 'RULE_TOO_LARGE',
  tooManyParts: 'RULE_TOO_LARGE',
  tooDeep: 'RULE_TOO_DEEP',
  wholePieces: 'BAD_QUANTITY',
}

/** The code of an error that is about just that; undefined for what any field may lack. */
export const codeOfProblem = ({ reason }: Problem): ErrorCode | undefined => CODES[reason]

const withCode = (found: Problem): RuleProblem => ({ ...found, code: codeOfProblem(found) ?? 'RULE_INVALID' })

export const ruleProblem = (path: string, reason: ProblemReason, params: Problem['params'] = {}): RuleProblem =>
  withCode(problem(path, reason, params))

/** Problems that are listed at most. */
const MOST = 20

/** An error with the code of the first problem, and all of them in its details. */
export function refusal(problems: readonly [Problem, ...Problem[]]): CodedError {
  const listed = problems.slice(0, MOST).map(withCode)
  const { path, message } = problems[0]
  return new CodedError(codeOfProblem(problems[0]) ?? 'RULE_INVALID', { problems: listed }, `${path} ${message}`.trim())
}

/** @throws CodedError see {@link refusal}, when there is any problem */
export function refuseProblems(problems: readonly Problem[]): void {
  const [first, ...more] = problems
  if (first) throw refusal([first, ...more])
}

/** The problems that an error tells of. */
export const problemsIn = (error: unknown): readonly Problem[] => {
  const { details } = error as { details?: { problems?: readonly Problem[] } }
  return details?.problems ?? []
}
