import { PROBLEM_SENTENCES, type ProblemSentence } from './explain/problemSentences.ts'

type Unprefixed<K> = K extends `problem.${infer Reason}` ? Reason : never
export type ProblemReason = Unprefixed<ProblemSentence>

/** One thing that is wrong with what was entered. Clients word `reason` with `params`; `message` is that in English. */
export interface Problem {
  /** JSON pointer (RFC 6901). */
  path: string
  reason: ProblemReason
  params: Readonly<Record<string, string | number>>
  message: string
}

export function problem(path: string, reason: ProblemReason, params: Problem['params'] = {}): Problem {
  const sentence = PROBLEM_SENTENCES.en[`problem.${reason}`]
  const message = sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))
  return { path, reason, params, message }
}
