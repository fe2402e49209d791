import { type Ref, shallowRef } from 'vue'
import { type Action, useAction } from './useAction.ts'

/** A change of something that has versions. */
export interface Versioned<T> extends Pick<Action, 'busy' | 'error'> {
  /** What holds now, when somebody else was faster; the next `send` then stands on it. */
  readonly overtaken: Readonly<Ref<T | undefined>>
  /** Runs the work with the version that the person saw; true when it succeeded. */
  send(work: (version: number) => Promise<unknown>): Promise<boolean>
}

/** @param seen the version when the form opened; a `STALE_VERSION` carries what holds now in its details */
export function useVersioned<T extends { version: number }>(seen: number): Versioned<T> {
  const { busy, error, run } = useAction()
  const overtaken = shallowRef<T>()
  let version = seen
  return {
    busy,
    error,
    overtaken,
    send: async work => {
      overtaken.value = undefined
      if (await run(() => work(version))) return true
      if (error.value?.code !== 'STALE_VERSION') return false
      const now = error.value.details as T
      version = now.version
      overtaken.value = now
      error.value = undefined
      return false
    },
  }
}
