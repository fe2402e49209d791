import { computed, onScopeDispose, ref, shallowRef, type WatchSource, watch } from 'vue'
import { ApiError } from '../../api/apiError.ts'
import { useServices } from '../../services.ts'
import { problemsOf } from '../../ui/problemText.ts'
import type { RuleDraft } from './ruleDraft.ts'

/** The time without typing after which a draft is checked, in milliseconds. */
const PAUSE_MS = 300

/** What the service says of a draft while it is written: its meaning in words, or what is wrong and where. */
export function useRuleCheck(draft: WatchSource<RuleDraft | undefined>) {
  const { api } = useServices()
  const explanation = shallowRef<{ en: string; zh: string }>()
  const error = shallowRef<ApiError>()
  const checking = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let newest = 0

  async function check(asked: RuleDraft, mine: number): Promise<void> {
    try {
      const answer = await api.post<{ explanation: { en: string; zh: string } }>('/rules/check', asked)
      if (mine !== newest) return
      explanation.value = answer.explanation
      error.value = undefined
    } catch (cause) {
      if (mine !== newest) return
      error.value = cause instanceof ApiError ? cause : new ApiError('INTERNAL', { message: String(cause) })
    }
    checking.value = false
  }
  watch(
    draft,
    asked => {
      clearTimeout(timer)
      newest += 1
      const mine = newest
      checking.value = asked !== undefined
      if (asked) timer = setTimeout(() => void check(asked, mine), PAUSE_MS)
    },
    { deep: true, immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
  const problems = computed(() => problemsOf(error.value))
  return { explanation, error, checking, problems }
}
