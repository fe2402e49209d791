import type { Clock } from '#domain/time.ts'

/** The wall clock, ahead of the real time by as much as a test says, ms. */
export function aheadClock(): Clock & { ahead: number } {
  const clock = { kind: 'wall' as const, ahead: 0, now: () => Date.now() + clock.ahead, observe: () => undefined }
  return clock
}
