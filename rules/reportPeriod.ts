/** Reports that may go missing before a piece of equipment counts as silent. */
const MISSED_REPORTS = 3

/**
 * Seconds without news that are too many, in milliseconds. A class says how often its equipment usually reports; a piece
 * of equipment that reports more seldom says so in its parameter `reportPeriodS` (s), which any class may have: its
 * metrics are then stale, and it is silent, not before three of its own periods have passed.
 */
export const silenceMs = (classSeconds: number, equipment: { param(name: string): unknown }): number =>
  Math.max(1000 * classSeconds, ownSilenceMs(equipment.param('reportPeriodS')))

/** What the equipment's own period adds to that: three of them; 0 when it says none. */
export const ownSilenceMs = (reportPeriodS: unknown): number =>
  typeof reportPeriodS === 'number' ? 1000 * MISSED_REPORTS * reportPeriodS : 0
