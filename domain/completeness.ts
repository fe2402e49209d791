import type { Millis } from './time.ts'

/** Samples that should have come, and those of them that came (catalogue KPI DATA). */
export interface SampleCount {
  expected: number
  received: number
}

/** One day of one piece of equipment. */
export interface DaySamples extends SampleCount {
  /** `2026-11-26`, as its site's calendar has it. */
  day: string
  countedAt: Millis
}
