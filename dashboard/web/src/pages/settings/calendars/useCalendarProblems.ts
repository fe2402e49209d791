import { computed, type Ref } from 'vue'
import type { CalendarDoubt } from '#domain/calendars.ts'
import type { ApiError } from '../../../api/apiError.ts'
import { useServices } from '../../../services.ts'

/** What the service finds wrong with one day of a table. */
interface DayProblem {
  date: string
  problem: 'noSuchDay' | 'otherYear' | 'twice' | 'workedAnyway' | 'gap'
  name?: string
}

/** Why a year's table was refused, day by day, in the reader's language; and whether a person may take it all the same. */
export function useCalendarProblems(error: Readonly<Ref<ApiError | undefined>>) {
  const { t, pick } = useServices().i18n
  const problems = computed<(DayProblem | CalendarDoubt)[]>(() =>
    error.value?.code.startsWith('CALENDAR_')
      ? ((Object(error.value.details) as { problems?: (DayProblem | CalendarDoubt)[] }).problems ?? [])
      : [],
  )
  const said = (one: DayProblem | CalendarDoubt): string => {
    if (one.problem === 'unbalanced') return t('calendar.problem.unbalanced', { is: one.is, expected: one.expected })
    if (one.problem === 'holidayMissing')
      return t('calendar.problem.holidayMissing', { name: pick({ en: one.name, zh: one.name_zh }) })
    return t(`calendar.problem.${one.problem}`, { name: one.name ?? '' })
  }
  return {
    problems,
    confirmable: computed(() => error.value?.code === 'CALENDAR_UNCONFIRMED'),
    textOf: (one: DayProblem | CalendarDoubt) => `${one.date}: ${said(one)}`,
  }
}
