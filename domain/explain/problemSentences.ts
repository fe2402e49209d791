import { PROBLEM_EN } from './problemEn.ts'
import { PROBLEM_ZH } from './problemZh.ts'

export type ProblemSentence = keyof typeof PROBLEM_ZH

/** What is wrong with something that was entered, in each language; a page loads that of its reader alone. */
export const PROBLEM_SENTENCES = { zh: PROBLEM_ZH, en: PROBLEM_EN }
