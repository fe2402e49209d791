import type { Condition } from '#domain/condition.ts'
import type { LabelledCase } from '#domain/ruleRecord.ts'
import {
  type BacktestNeeds,
  type BacktestOptions,
  type BacktestRange,
  backtest,
  backtestAll,
  type TriedRule,
} from './backtest.ts'
import { replayCases } from './replayCases.ts'

/** The backtests over one service's stores. */
export const createBacktests = (needs: BacktestNeeds) => ({
  backtest: (query: TriedRule & BacktestRange, options: BacktestOptions) => backtest(needs, query, options),
  backtestAll: (tried: readonly TriedRule[], range: BacktestRange, options: BacktestOptions) =>
    backtestAll(needs, tried, range, options),
  replayCases: (of: TriedRule, suggested: Condition, cases: readonly LabelledCase[], options: BacktestOptions) =>
    replayCases(needs, of, suggested, cases, options),
})
