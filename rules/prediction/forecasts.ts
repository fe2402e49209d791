import { applies, paramOf } from '#domain/catalogue.ts'
import type { Quantity } from '#domain/condition.ts'
import type { Metric } from '#domain/equipmentClass.ts'
import type { Forecast, ForecastReason } from '#domain/forecast.ts'
import { isUpper, limitsOf } from '#domain/limits.ts'
import type { Millis } from '#domain/time.ts'
import { quantity } from '../conditions/quantity.ts'
import type { Cell, EquipmentState } from '../equipmentState.ts'
import { type Followed, followedBy } from './followed.ts'
import { outlook } from './outlook.ts'

/**
 * For each gauge of a piece of equipment when it reaches the limit of each rule that follows its trend, by the line that
 * the rule itself goes by; or why that cannot be said. Those that can come first, the soonest first.
 */
export function forecasts(state: EquipmentState, now: Millis): Forecast[] {
  const { entry } = state.rules
  const param = (name: string) => paramOf(entry, state.equipment.params, name)
  const cells = state.cells.filter(cell => cell.evaluated)
  const gauges = entry.metrics.filter(({ kind, appliesWhen }) => kind === 'gauge' && applies(appliesWhen, param))
  const trends = Map.groupBy(cells.flatMap(trendsOf), ({ condition }) => condition.metric)
  return gauges
    .flatMap(metric => {
      const followed = trends.get(metric.name) ?? []
      return followed.length > 0
        ? followed.map(one => follow(state, metric, one, now))
        : [notFollowed(state, metric, cells)]
    })
    .sort((a, b) => rank(a) - rank(b) || (a.at ?? Number.MAX_VALUE) - (b.at ?? Number.MAX_VALUE))
}

interface Trend extends Followed {
  fault: string
}

const trendsOf = ({ rule: { fault }, memory }: Cell): Trend[] =>
  followedBy(fault.condition, memory.fire).map(followed => ({ ...followed, fault: fault.code }))

/** What stands at its limit is first; what nobody follows is last. */
const RANKS: Partial<Record<ForecastReason, number>> = { reached: -1, noTrendRule: 1, noLimit: 2 }
const rank = ({ reason }: Forecast): number => (reason && RANKS[reason]) ?? 0

function follow(state: EquipmentState, { name }: Metric, { condition, memory, fault }: Trend, now: Millis): Forecast {
  const limit = limitOf(state, condition.limit)
  const told = { metric: name, fault, ...newest(state, name) }
  if (limit === undefined) return { ...told, reason: 'noLimit' }
  const direction = condition.direction === 'down' ? ('down' as const) : ('up' as const)
  const aim = { ...told, limit, direction, withinDays: condition.withinDays }
  const silence = silenceOf(state, name, now)
  return silence ? { ...aim, reason: silence } : { ...aim, ...outlook(condition, memory, limit, now) }
}

function silenceOf({ samples }: EquipmentState, metric: string, now: Millis): 'noData' | 'stale' | undefined {
  const sample = samples.get(metric)
  if (!sample) return 'noData'
  return sample.value === null || now > sample.until ? 'stale' : undefined
}

function newest({ samples }: EquipmentState, metric: string): Pick<Forecast, 'value' | 'ts'> {
  const sample = samples.get(metric)
  return typeof sample?.value === 'number' ? { value: sample.value, ts: sample.ts } : {}
}

/** The rule cannot fire by a limit that is a parameter without a number. */
function limitOf({ rules: { entry }, equipment }: EquipmentState, limit: Quantity): number | undefined {
  const param = (name: string) => paramOf(entry, equipment.params, name)
  const known = typeof limit === 'number' || typeof param(limit.param) === 'number'
  return known ? quantity(limit, { param }) : undefined
}

/** A metric whose trend no rule follows: the limit that is nearest to its value, where a rule has one. */
function notFollowed(state: EquipmentState, { name }: Metric, cells: readonly Cell[]): Forecast {
  const told = { metric: name, ...newest(state, name) }
  const limits = cells.flatMap(({ rule: { fault } }) =>
    limitsOf(fault.condition).flatMap(
      ({ of, metrics }): Required<Pick<Forecast, 'fault' | 'limit' | 'direction'>>[] => {
        const limit = metrics.includes(name) ? limitOf(state, of.value) : undefined
        return limit === undefined ? [] : [{ fault: fault.code, limit, direction: isUpper(of) ? 'up' : 'down' }]
      },
    ),
  )
  const distance = ({ limit }: { limit: number }) => Math.abs(limit - (told.value ?? 0))
  const [nearest] = limits.sort((a, b) => distance(a) - distance(b))
  return nearest ? { ...told, ...nearest, reason: 'noTrendRule' } : { ...told, reason: 'noLimit' }
}
