import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Asks the same so many times, and makes the answer text each time, as a route does.
 * @returns how long each took, and how long the event loop was held at most, ms
 */
export async function askOften(
  question: () => Promise<object>,
  rounds: number,
  pauseMs = 0,
): Promise<{ took: number[]; heldMs: number }> {
  const took: number[] = []
  const held = monitorEventLoopDelay({ resolution: 1 })
  held.enable()
  for (let round = 0; round < rounds; round++) {
    const began = performance.now()
    JSON.stringify(await question())
    took.push(performance.now() - began)
    if (pauseMs > 0) await sleep(pauseMs)
  }
  held.disable()
  return { took, heldMs: Math.round(held.max / 1_000_000) }
}
