import { onScopeDispose, ref, shallowRef } from 'vue'
import type { BacktestProgress } from '#domain/backtest.ts'
import { ApiError, type ShownCode } from '../../api/apiError.ts'
import type { BacktestItem } from '../../api/items.ts'
import { useServices } from '../../services.ts'

interface Line {
  progress?: BacktestProgress
  report?: BacktestItem
  error?: { code: ShownCode; message: string; details?: unknown }
}

/** One backtest at a time: how far it is, what it found, why it failed; it ends with the page. */
export function useBacktest() {
  const { api } = useServices()
  const progress = shallowRef<BacktestProgress>()
  const report = shallowRef<BacktestItem>()
  const error = shallowRef<ApiError>()
  const running = ref(false)
  const cancelled = ref(false)
  let current = new AbortController()

  function take({ progress: newest, report: found, error: why }: Line): void {
    if (newest) progress.value = newest
    if (found) report.value = found
    if (why) error.value = new ApiError(why.code, why)
  }

  async function run(body: object): Promise<void> {
    const mine = new AbortController()
    current = mine
    progress.value = report.value = error.value = undefined
    cancelled.value = false
    running.value = true
    try {
      for await (const line of api.lines<Line>('/rules/backtest', body, mine.signal)) take(line)
    } catch (cause) {
      if (mine.signal.aborted) cancelled.value = true
      else error.value = cause instanceof ApiError ? cause : new ApiError('UNREACHABLE')
    } finally {
      running.value = false
    }
  }
  const cancel = () => current.abort()
  onScopeDispose(cancel)
  return { progress, report, error, running, cancelled, run, cancel }
}
