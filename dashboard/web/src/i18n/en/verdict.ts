import type { verdict as words } from '../zh/verdict.ts'

export const verdict = {
  'repair.outcome': 'What was found',
  'repair.outcomeByCause': 'as the cause says',
  'verdict.title': 'Verdict',
  'verdict.none': 'nobody can tell',
  'verdict.change': 'Correct the verdict',
  'verdict.reason': 'Why',
} satisfies Record<keyof typeof words, string>
