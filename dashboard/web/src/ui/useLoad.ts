import { onScopeDispose, type Ref, ref, shallowRef, type WatchSource, watch } from 'vue'
import { ApiError } from '../api/apiError.ts'

/** Something read from the service: its value, why it failed, and whether the wait is long enough to be shown. */
export interface Load<T> {
  readonly data: Readonly<Ref<T | undefined>>
  readonly error: Readonly<Ref<ApiError | undefined>>
  readonly slow: Readonly<Ref<boolean>>
  reload(): Promise<void>
}

/** A wait shorter than this shows nothing, in milliseconds. */
const SLOW_AFTER_MS = 300

/** Reads now and whenever `on` changes; an answer that comes after a newer question is dropped. */
export function useLoad<T>(read: (signal: AbortSignal) => Promise<T>, on: WatchSource[] = []): Load<T> {
  const data = shallowRef<T>()
  const error = shallowRef<ApiError>()
  const slow = ref(false)
  let current = new AbortController()

  async function reload(): Promise<void> {
    current.abort()
    const mine = new AbortController()
    current = mine
    const timer = setTimeout(() => {
      slow.value = true
    }, SLOW_AFTER_MS)
    try {
      const answer = await read(mine.signal)
      if (mine.signal.aborted) return
      data.value = answer
      error.value = undefined
    } catch (cause) {
      if (mine.signal.aborted) return
      error.value = cause instanceof ApiError ? cause : new ApiError('INTERNAL', { message: String(cause) })
    } finally {
      clearTimeout(timer)
      if (current === mine) slow.value = false
    }
  }

  watch(on, () => void reload(), { immediate: true })
  onScopeDispose(() => current.abort())
  return { data, error, slow, reload }
}
