import type { BacktestOverview, BacktestProgress, BacktestReport } from '#domain/backtest.ts'
import type { Condition } from '#domain/condition.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import type { PendingFault } from '#domain/faults.ts'
import type { Forecast } from '#domain/forecast.ts'
import type { Actor } from '#domain/people.ts'
import type { EquipmentView, RuleHealth, RuleStats } from '#domain/ruleHealth.ts'
import type { BetterReplay, LabelledCase } from '#domain/ruleRecord.ts'
import type { NewRule, RuleChange, RuleInForce, RuleListing, RuleRollBack, RuleVersion } from '#domain/rules.ts'
import type { Millis } from '#domain/time.ts'

export interface RulesVerbs {
  pending(equipment: string): Promise<PendingFault[]>
  view(equipment: string): Promise<EquipmentView>
  forecasts(equipment: string): Promise<Forecast[]>
  /** When each piece of equipment was heard last, in the same order. */
  lastSeen(equipment: readonly string[]): Promise<(Millis | undefined)[]>
  health(): Promise<RuleHealth[]>
  stats(): Promise<RuleStats>
}

/** What the dashboard asks of the rules as data. */
export interface RuleBookVerbs {
  list(actor: Actor): RuleListing[]
  get(code: string, actor: Actor): RuleInForce
  history(code: string, actor: Actor): Promise<RuleVersion[]>
  add(input: NewRule, actor: Actor): Promise<RuleInForce>
  change(code: string, change: RuleChange, actor: Actor): Promise<RuleInForce>
  rollBack(code: string, to: RuleRollBack, actor: Actor): Promise<RuleInForce>
  draft(input: NewRule): Promise<{ class: string; rule: FaultRule }>
  inForce(code: string, actor: Actor): { class: string; rule: FaultRule }
  allInForce(actor: Actor, kind?: string): { class: string; rule: FaultRule }[]
}

interface TriedRule {
  class: string
  rule: FaultRule
}

interface BacktestRange {
  from: Millis
  to: Millis
  includes(equipment: { id: string; site: string }): boolean
}

interface BacktestOptions {
  signal: AbortSignal
  onProgress?(progress: BacktestProgress): void
}

/** Run rules over stored telemetry: one, or several at once. */
export interface BacktestVerbs {
  backtest(query: TriedRule & BacktestRange, options: BacktestOptions): Promise<BacktestReport>
  replayCases(
    of: TriedRule,
    suggested: Condition,
    cases: readonly LabelledCase[],
    options: BacktestOptions,
  ): Promise<BetterReplay>
  backtestAll(tried: readonly TriedRule[], range: BacktestRange, options: BacktestOptions): Promise<BacktestOverview>
}
