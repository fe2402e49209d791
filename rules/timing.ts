/** How the rules keep time (ms). */
export const TIMING = {
  /** How often what is due is looked for while nothing arrives. */
  tick: 500,
  /** How long readings are gathered once the rules have caught up: a round of one costs nearly as much as one of fifty. */
  gather: 10,
  /** How long a reading may be under way before a duration counts as run out, by the wall clock. */
  wallGrace: 2_000,
  /** The same by the clock of the telemetry: the lateness that design.md §2 law 5 allows. */
  telemetryGrace: 120_000,
  /** After a restart, buffered readings arrive first; until then no time passes by itself. */
  startGrace: 10_000,
  /** This long after one checkpoint was begun the next one is: what is written grows with the equipment that spoke, not with its messages. */
  checkpoint: 10_000,
  /** How often the counts of the rules' health are written. */
  health: 300_000,
  /** How often new equipment is looked for. */
  watch: 10_000,
  /** First and longest wait before the maintenance stage is asked again. */
  retryFirst: 200,
  retryLongest: 15_000,
} as const

/**
 * Records read at a time, at least and at most; records after which the state is written whatever the time; states
 * written and pieces of equipment watched at a time, a few milliseconds.
 */
export const BATCH = { least: 500, read: 2_000, checkpoint: 100_000, states: 50, watched: 5_000 } as const

/** Failures in a row after which a transition no longer holds up the others, and how many may be so parked. */
export const PARKED = { after: 4, most: 1_000 } as const
