import type { Database } from '#database/database.ts'
import type { BacktestOverview, BacktestProgress, BacktestReport, RuleBacktest } from '#domain/backtest.ts'
import type { Catalogue } from '#domain/catalogue.ts'
import type { Equipment } from '#domain/equipment.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import { CodedError } from '#domain/errors.ts'
import type { TelemetryStore } from '#domain/telemetryStore.ts'
import type { Millis } from '#domain/time.ts'
import type { ClassRule } from '../classRules.ts'
import { type Cast, castOf, playCasts } from './cast.ts'
import type { Findings } from './findings.ts'
import { compare, listFirings, listMissed } from './overlap.ts'
import { type PastFault, type PastTicket, pastFaults, pastTickets } from './past.ts'

export interface BacktestNeeds {
  database: Database
  store: Pick<TelemetryStore, 'range'>
  catalogue: Catalogue
  listEquipment(): Iterable<Equipment>
}

/** Which telemetry is played. */
export interface BacktestRange {
  from: Millis
  to: Millis
  /** Only these pieces of equipment; all of a class when left out. */
  includes?(equipment: Equipment): boolean
}

/** A rule, and the class whose equipment it is for. */
export interface TriedRule {
  class: string
  rule: FaultRule
}

export interface BacktestOptions {
  signal: AbortSignal
  onProgress?(progress: BacktestProgress): void
}

/** A class under trial, with what happened to its equipment. */
interface Trial {
  cast: Cast
  /** The faults of the class that are in force. */
  known: ReadonlySet<string>
  tickets: PastTicket[]
  faults: PastFault[]
}

const DAY = 86_400_000

const perDay = (firings: number, { from, to }: BacktestRange): number => firings / Math.max((to - from) / DAY, 1 / 24)

function castsOf(needs: BacktestNeeds, tried: readonly TriedRule[], { includes }: BacktestRange): Cast[] {
  const equipment = [...needs.listEquipment()].filter(piece => includes?.(piece) !== false)
  return [...Map.groupBy(tried, each => each.class)].map(([kind, rules]) => {
    const whole = needs.catalogue.classes.get(kind)
    if (!whole) throw new CodedError('UNKNOWN_CLASS', { class: kind })
    return castOf(
      whole,
      rules.map(each => each.rule),
      equipment,
    )
  })
}

async function trialOf({ database: { db }, catalogue }: BacktestNeeds, cast: Cast, { from, to }: BacktestRange) {
  const stretch = { class: cast.entry.code, from, to }
  const [tickets, faults] = [await pastTickets(db, stretch), await pastFaults(db, stretch)]
  return { cast, known: new Set(catalogue.classes.get(cast.entry.code)?.fault.keys()), tickets, faults }
}

function reportOf({ fault, correlates, health }: ClassRule, trial: Trial, findings: Findings, range: BacktestRange) {
  const { code } = fault
  const { count, firings } = findings.of(code)
  const ids = new Set(trial.cast.pieces.filter(each => each.codes.has(code)).map(each => each.equipment.id))
  const known = trial.known.has(code)
  const tickets = trial.tickets.filter(each => ids.has(each.equipment) && (!known || each.codes.has(code)))
  const faults = trial.faults.filter(each => ids.has(each.equipment) && each.code === code)
  const withTickets = compare(firings, tickets, range.to)
  return {
    ...{ code, class: trial.cast.entry.code, equipment: ids.size, firings: count, perDay: perDay(count, range) },
    ...(count > firings.length && { cutOff: true as const }),
    listed: listFirings(firings, withTickets.met),
    tickets: withTickets.overlap,
    missed: listMissed(withTickets.missed),
    faults: compare(firings, faults, range.to).overlap,
    unsupported: [...health.unsupported, ...(correlates.length > 0 ? ['external:correlation'] : [])],
  } satisfies RuleBacktest
}

/**
 * Runs the engine with some rules over what is stored of equipment, one piece after another, all rules of a class at
 * once. No more is held than a page of each metric. What a device itself reported (events) is not stored and not played.
 * @throws CodedError STORE_UNAVAILABLE, UNKNOWN_CLASS; the signal's reason when it aborts
 */
export async function backtestAll(
  needs: BacktestNeeds,
  tried: readonly TriedRule[],
  range: BacktestRange,
  { signal, onProgress }: BacktestOptions,
): Promise<BacktestOverview> {
  const began = performance.now()
  const { from, to } = range
  const casts = castsOf(needs, tried, range)
  const { findings, readings } = await playCasts(casts, { ...needs, from, to, signal, onProgress })
  const trials: Trial[] = []
  for (const cast of casts) trials.push(await trialOf(needs, cast, range))
  const rules = trials.flatMap(trial => trial.cast.rules.map(rule => reportOf(rule, trial, findings, range)))
  const pieces = new Set(casts.flatMap(cast => cast.pieces.map(each => each.equipment.id)))
  const tickets = trials.flatMap(trial => trial.tickets).filter(each => pieces.has(each.equipment))
  const fired = rules.flatMap(({ code }) => findings.of(code).firings)
  const { overlap, missed } = compare(fired, tickets, to)
  return {
    ...{
      from,
      to,
      equipment: pieces.size,
      readings,
      firings: findings.count(),
      perDay: perDay(findings.count(), range),
    },
    ...{ tickets: overlap, missed: listMissed(missed), rules: rules.toSorted((a, b) => (a.code < b.code ? -1 : 1)) },
    tookMs: Math.round(performance.now() - began),
  }
}

/** As {@link backtestAll}, with one rule. */
export async function backtest(
  needs: BacktestNeeds,
  query: TriedRule & BacktestRange,
  options: BacktestOptions,
): Promise<BacktestReport> {
  const { rules, from, to, readings, tookMs } = await backtestAll(needs, [query], query, options)
  const [report] = rules
  if (!report) throw new CodedError('INTERNAL')
  return { ...report, from, to, readings, tookMs }
}
