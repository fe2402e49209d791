import type { VisitState } from '../plannedVisits.ts'
import type { Language } from './language.ts'

/** Where a planned visit stands, in words. */
export const VISIT_WORDS: Record<Language, Record<`visitState.${VisitState}`, string>> = {
  zh: {
    'visitState.planned': '计划中',
    'visitState.due': '待完成',
    'visitState.overdue': '已逾期',
    'visitState.done': '已完成',
    'visitState.givenUp': '已放弃',
  },
  en: {
    'visitState.planned': 'Planned',
    'visitState.due': 'Due',
    'visitState.overdue': 'Overdue',
    'visitState.done': 'Done',
    'visitState.givenUp': 'Given up',
  },
}
