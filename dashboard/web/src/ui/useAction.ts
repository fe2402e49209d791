import { type Ref, ref, shallowRef } from 'vue'
import { ApiError } from '../api/apiError.ts'

/** Something a person does: whether it is under way, and why it failed. */
export interface Action {
  readonly busy: Readonly<Ref<boolean>>
  readonly error: Ref<ApiError | undefined>
  /** Runs the work once at a time; true when it succeeded. */
  run(work: () => Promise<unknown>): Promise<boolean>
}

export function useAction(): Action {
  const busy = ref(false)
  const error = shallowRef<ApiError>()
  return {
    busy,
    error,
    run: async work => {
      if (busy.value) return false
      busy.value = true
      error.value = undefined
      try {
        await work()
        return true
      } catch (cause) {
        error.value = cause instanceof ApiError ? cause : new ApiError('INTERNAL', { message: String(cause) })
        return false
      } finally {
        busy.value = false
      }
    },
  }
}
