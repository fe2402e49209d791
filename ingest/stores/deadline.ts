/**
 * Ends work that takes longer than `ms`: its signal aborts, and the promise rejects even if the work never notices
 * (both InfluxDB clients wait for ever when a connection ends in the middle of an answer).
 */
export async function withDeadline<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const late = new Error(`no answer within ${ms} ms`)
      reject(late)
      controller.abort(late)
    }, ms)
  })
  try {
    return await Promise.race([work(controller.signal), expired])
  } finally {
    clearTimeout(timer)
  }
}
