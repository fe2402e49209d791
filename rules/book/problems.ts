import { CodedError, type ErrorCode } from '#domain/errors.ts'

/** One thing that is wrong with a rule, and where. */
export interface RuleProblem {
  code: ErrorCode
  /** JSON pointer into the rule. */
  path: string
  message: string
}

/** @throws CodedError with the code of the first problem, and all of them in its details */
export function refuseProblems(problems: readonly RuleProblem[]): void {
  const [first] = problems
  if (first) throw new CodedError(first.code, { problems: problems.slice(0, 20) }, `${first.path} ${first.message}`)
}
