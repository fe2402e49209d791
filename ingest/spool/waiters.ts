/** Those who wait for the next record. */
export function createWaiters() {
  const wakes = new Set<() => void>()
  return {
    wake: (): void => {
      for (const wake of wakes) wake()
    },
    /** Resolves at the next `wake`, or when `signal` aborts. */
    wait: (signal: AbortSignal): Promise<void> => {
      if (signal.aborted) return Promise.resolve()
      return new Promise(resolve => {
        const done = () => {
          wakes.delete(done)
          signal.removeEventListener('abort', done)
          resolve()
        }
        wakes.add(done)
        signal.addEventListener('abort', done)
      })
    },
  }
}
