import type { ClassEntry } from '#domain/catalogue.ts'
import type { MetricValue, RejectReason } from '#domain/telemetry.ts'
import { checkMetric } from './checkMetric.ts'

/** How much of a foreign name or value, and how many of them, a message repeats. */
const SHOWN = 40
const NAMED = 5

function show(value: unknown): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}

const summary = (problems: readonly string[]): string => {
  const rest = problems.length - NAMED
  return [...problems.slice(0, NAMED), ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ')
}

/** Keeps the good metrics, and tells for each reason which ones are refused. */
export function sortMetrics(entry: ClassEntry, metrics: Record<string, unknown>) {
  const good: Record<string, MetricValue> = {}
  const bad = new Map<RejectReason, string[]>()
  for (const name in metrics) {
    const given = metrics[name]
    const checked = checkMetric(entry.metric.get(name), given)
    if ('value' in checked) {
      good[name] = checked.value
      continue
    }
    const problem = `${show(name)}: ${show(given)} ${checked.why}`
    const known = bad.get(checked.reason)
    if (known) known.push(problem)
    else bad.set(checked.reason, [problem])
  }
  return { good, refused: [...bad].map(([reason, problems]) => ({ reason, detail: summary(problems) })) }
}
