import { computed, type Ref } from 'vue'
import type { ApiError } from '../../../api/apiError.ts'
import { useWords } from '../../../services.ts'

/** What the service finds wrong with one day of a table. */
interface DayProblem {
  date: string
  problem: 'noSuchDay' | 'otherYear' | 'twice' | 'workedAnyway' | 'gap'
  name?: string
}

/** Why a year's table was refused, day by day, in the reader's language. */
export function useCalendarProblems(error: Readonly<Ref<ApiError | undefined>>) {
  const { t } = useWords()
  const problems = computed<DayProblem[]>(() =>
    error.value?.code === 'CALENDAR_INVALID'
      ? ((Object(error.value.details) as { problems?: DayProblem[] }).problems ?? [])
      : [],
  )
  return {
    problems,
    textOf: ({ date, problem, name = '' }: DayProblem) => `${date}: ${t(`calendar.problem.${problem}`, { name })}`,
  }
}
