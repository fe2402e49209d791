import type { ConditionOf } from '#domain/condition.ts'
import { silenceMs } from '../reportPeriod.ts'
import type { Context, Outcome } from './context.ts'
import { never } from './context.ts'
import { quantity } from './quantity.ts'

/** No sample of the metric (`*`: of anything) for `afterS`. A metric that does not apply now may be silent. */
export function stale(condition: ConditionOf<'stale'>, context: Context): Outcome {
  if (condition.metric !== '*' && context.observe(condition.metric) === 'notApplicable') return never
  const heardAt = context.heardAt(condition.metric)
  if (heardAt === undefined) return { ...never, truth: undefined }
  const due = heardAt + silenceMs(quantity(condition.afterS, context), context)
  return context.now >= due ? { ...never, truth: true, since: due } : { ...never, wakeAt: due }
}
