/** Reports that may go missing before a piece of equipment counts as silent. */
const MISSED_REPORTS = 3

/**
 * Seconds without news that are too many, in milliseconds. A class says how often its equipment usually reports; a piece
 * of equipment that reports more seldom says so in its parameter `reportPeriodS` (s), which any class may have: its
 * metrics are then stale, and it is silent, not before three of its own periods have passed.
 */
export function silenceMs(classSeconds: number, equipment: { param(name: string): unknown }): number {
  const period = equipment.param('reportPeriodS')
  return 1000 * Math.max(classSeconds, typeof period === 'number' ? MISSED_REPORTS * period : 0)
}
