import type { Millis } from '#domain/time.ts'

/** Simulated time: `speed` times as fast as `now` from `start` on; never ahead of `now`, since nobody measures the future. */
export function createPace({ now, start, speed }: { now: () => Millis; start: Millis; speed: number }): () => Millis {
  const began = now()
  return () => Math.min(start + (now() - began) * speed, Math.max(now(), start))
}
