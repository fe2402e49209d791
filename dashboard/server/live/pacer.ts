/** The work is done at once, but at most every `gatherMs`, and every `pollMs` even when nobody asks. */
export interface Pacer {
  poke(): void
  stop(): Promise<void>
}

/** @param work is told whether somebody asked since the last time; it never runs twice at once */
export function createPacer(
  work: (asked: boolean) => Promise<void>,
  { gatherMs, pollMs }: { gatherMs: number; pollMs: number },
): Pacer {
  let asked = false
  let stopped = false
  let running: Promise<void> | undefined
  let lastEnd = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined

  const run = () => {
    const wasAsked = asked
    asked = false
    running = work(wasAsked).finally(() => {
      running = undefined
      lastEnd = performance.now()
      schedule()
    })
  }
  const schedule = () => {
    if (stopped || running) return
    clearTimeout(timer)
    const wait = asked ? Math.max(0, lastEnd + gatherMs - performance.now()) : pollMs
    timer = setTimeout(run, wait)
  }
  schedule()
  return {
    poke: () => {
      if (asked) return
      asked = true
      schedule()
    },
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
