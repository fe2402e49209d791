import type { Condition } from '#domain/condition.ts'
import type { BetterReplay, LabelledCase } from '#domain/ruleRecord.ts'
import { type BacktestNeeds, backtestAll, type TriedRule } from './backtest.ts'

const HOUR = 3_600_000
/** How much of the telemetry around a case is played. */
const BEFORE = 6 * HOUR
const AFTER = HOUR

/** Stands for the rule with the other condition while both are played. */
const OTHER = 'BETTER-LIMIT'

/**
 * Plays the telemetry around each labelled ticket of a rule again, by its own condition and by a suggested one: what a
 * fault kept of itself is how far it went, not the level that it held for the rule's duration. A case in which the rule
 * itself finds nothing, since telemetry is gone or events of the device were the cause, says nothing of the other.
 * @throws CodedError STORE_UNAVAILABLE; the signal's reason when it aborts
 */
export async function replayCases(
  needs: BacktestNeeds,
  { class: kind, rule }: TriedRule,
  suggested: Condition,
  cases: readonly LabelledCase[],
  { signal }: { signal: AbortSignal },
): Promise<BetterReplay> {
  const own = { ...rule, mode: 'on' as const }
  const tried = [own, { ...own, code: OTHER, condition: suggested }].map(each => ({ class: kind, rule: each }))
  const replay = { genuine: 0, kept: 0, wrong: 0, spared: 0, unknown: 0 }
  for (const { equipment, at, genuine } of cases) {
    const range = { from: at - BEFORE, to: at + AFTER, includes: (piece: { id: string }) => piece.id === equipment }
    const { rules } = await backtestAll(needs, tried, range, { signal })
    const fires = (code: string) => rules.some(report => report.code === code && report.firings > 0)
    if (!fires(rule.code)) replay.unknown++
    else if (genuine) {
      replay.genuine++
      replay.kept += fires(OTHER) ? 1 : 0
    } else {
      replay.wrong++
      replay.spared += fires(OTHER) ? 0 : 1
    }
  }
  return { ...replay, confirmed: isConfirmed(replay, rule.lifeSafety || rule.lifeSafetyWhen !== undefined) }
}

/** It tells the kinds apart (Youden's index above zero), and where life is in danger it keeps every genuine ticket. */
function isConfirmed({ genuine, kept, wrong, spared }: Omit<BetterReplay, 'confirmed'>, lifeSafety: boolean): boolean {
  if (genuine === 0 || wrong === 0 || (lifeSafety && kept < genuine)) return false
  return kept / genuine + spared / wrong - 1 > 0
}
