import type { ClockKind } from '../ticketClocks.ts'
import type { Language } from './language.ts'

/** What the promises of tickets are called. */
export const CLOCK_WORDS: Record<Language, Record<`clock.${ClockKind}`, string>> = {
  zh: {
    'clock.acknowledge': '确认',
    'clock.dispatch': '派工',
    'clock.arrive': '到场',
    'clock.makeSafe': '消除危险',
    'clock.respond': '首次响应',
    'clock.resolve': '修复',
    'clock.callBack': '回电',
    'clock.followUp': '回访',
    'clock.dueWindow': '保养期限',
  },
  en: {
    'clock.acknowledge': 'Acknowledge',
    'clock.dispatch': 'Dispatch',
    'clock.arrive': 'Arrive',
    'clock.makeSafe': 'Make safe',
    'clock.respond': 'Respond',
    'clock.resolve': 'Resolve',
    'clock.callBack': 'Call back',
    'clock.followUp': 'Follow up',
    'clock.dueWindow': 'Due window',
  },
}
