import type { RuleHealth } from '#domain/ruleHealth.ts'
import type { ClassRule } from './classRules.ts'

/** The health of rules, with the time that each took. */
export function healthOf(rules: readonly ClassRule[]): RuleHealth[] {
  const times = rules.map(({ health, timed: { count, ms } }) =>
    count === 0 ? undefined : (1000 * ms * health.evaluations) / count,
  )
  const total = times.reduce<number>((sum, us = 0) => sum + us, 0)
  return rules.map(({ health }, i) => {
    const timeUs = times[i]
    return { ...health, ...(timeUs !== undefined && { timeUs, timeShare: total > 0 ? timeUs / total : 0 }) }
  })
}
