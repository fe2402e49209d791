import type { Condition } from '#domain/condition.ts'
import { all } from './all.ts'
import { any } from './any.ts'
import type { Context, Memory, Outcome } from './context.ts'
import { never } from './context.ts'
import { count } from './count.ts'
import { deviation } from './deviation.ts'
import { external } from './external.ts'
import { nOfM } from './nOfM.ts'
import { rate } from './rate.ts'
import { sequence } from './sequence.ts'
import { spread } from './spread.ts'
import { stale } from './stale.ts'
import { state } from './state.ts'
import { stuck } from './stuck.ts'
import { threshold } from './threshold.ts'
import { trend } from './trend.ts'

/** One step of any condition. `manual` is a person's word, never telemetry's; a `rule` is filled in before. */
export function evaluate(condition: Condition, memory: Memory, context: Context): Outcome {
  switch (condition.type) {
    case 'threshold':
      return threshold(condition, memory, context)
    case 'state':
      return state(condition, memory, context)
    case 'all':
      return all(condition, memory, context)
    case 'any':
      return any(condition, memory, context)
    case 'stale':
      return stale(condition, context)
    case 'external':
      return external(condition, memory, context)
    case 'spread':
      return spread(condition, memory, context)
    case 'sequence':
      return sequence(condition, memory, context)
    case 'nOfM':
      return nOfM(condition, memory, context)
    case 'count':
      return count(condition, memory, context)
    case 'rate':
      return rate(condition, memory, context)
    case 'stuck':
      return stuck(condition, memory, context)
    case 'deviation':
      return deviation(condition, memory, context)
    case 'trend':
      return trend(condition, memory, context)
    case 'manual':
    case 'rule':
      return never
  }
}
