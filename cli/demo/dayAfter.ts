import type { Millis } from '#domain/time.ts'

const DAY_MS = 86_400_000

/** The date so many days after a time, or before it; in UTC, as 2026-11-23. */
export const dayAfter = (now: Millis, days: number): string => new Date(now + days * DAY_MS).toISOString().slice(0, 10)
