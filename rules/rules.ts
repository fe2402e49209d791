import { type Catalogue, paramOf } from '#domain/catalogue.ts'
import type { Equipment } from '#domain/equipment.ts'
import type { FaultTransition, PendingFault } from '#domain/faults.ts'
import type { Forecast } from '#domain/forecast.ts'
import type { Log } from '#domain/log.ts'
import type { EquipmentView, RuleHealth, RuleStats } from '#domain/ruleHealth.ts'
import type { SpoolReader } from '#domain/spool.ts'
import type { Clock, Millis } from '#domain/time.ts'
import { prepareClass } from './classRules.ts'
import { metricsOf } from './conditions/metricsOf.ts'
import { createEngine, type Engine } from './engine.ts'
import { observe } from './equipmentContext.ts'
import { newState } from './equipmentState.ts'
import { evaluable } from './evaluable.ts'
import { startLoop } from './loop.ts'
import type { OpenFault } from './openFaults.ts'
import { forecasts } from './prediction/forecasts.ts'
import { TIMING } from './timing.ts'

export { backtest, backtestAll } from './backtest/backtest.ts'
export { createBacktests } from './backtest/createBacktests.ts'
export { openRuleBook, type RuleBook } from './book/ruleBook.ts'

/** What the rules need of the rest of the service. */
export interface RulesNeeds {
  reader: SpoolReader
  catalogue: Catalogue
  equipment(id: string): Equipment | undefined
  listEquipment(): Iterable<Equipment>
  openFaults(): Promise<readonly OpenFault[]>
  /** Makes transitions durable; idempotent by their ids. */
  handle(transitions: readonly FaultTransition[]): Promise<void>
  clock: Clock
  log: Log
  /** How often the state is written, ms. */
  checkpointMs?: Millis
}

/** Readings in, faults out. */
export interface Rules {
  /** What is true of a piece of equipment, but not for long enough to fire yet. */
  pending(equipment: string): Promise<PendingFault[]>
  view(equipment: string): Promise<EquipmentView>
  /** When each piece of equipment was heard last, in the same order. */
  lastSeen(equipment: readonly string[]): Promise<(Millis | undefined)[]>
  /**
   * A person resets an open fault; the answer comes when it is durable. Do not call it inside a database transaction:
   * it hands the transition on to `handle`.
   */
  reset(equipment: string, code: string): Promise<'resolved' | 'stillActive' | 'unknown'>
  /**
   * The metrics that a fault's rule goes by and that are not known now: never heard, null, stale or from a device that is
   * silent. A fault that is not evaluated for this piece of equipment has none.
   */
  unknownMetrics(equipment: string, code: string): Promise<string[]>
  /** When each gauge reaches its limit, by the lines that the rules go by; nothing for equipment that is not known. */
  forecasts(equipment: string): Promise<Forecast[]>
  health(): Promise<RuleHealth[]>
  /** Takes over the rules of the catalogue as they now stand; what did not change goes on where it was. */
  refresh(): void
  stats(): Promise<RuleStats>
  stop(): Promise<void>
}

function unknownMetrics(
  needs: Pick<RulesNeeds, 'catalogue' | 'equipment'>,
  engine: Pick<Engine, 'state'>,
  equipment: string,
  code: string,
  now: Millis,
): string[] {
  const piece = needs.equipment(equipment)
  const entry = piece && needs.catalogue.classes.get(piece.class)
  const fault = entry?.fault.get(code)
  if (!entry || !fault || !evaluable(entry, fault, piece, name => paramOf(entry, piece.params, name))) return []
  const state = engine.state(equipment)
  const metrics = metricsOf(fault.condition).filter(metric => entry.metric.has(metric))
  return state ? metrics.filter(metric => observe(state, metric, now) === 'unknown') : metrics
}

/** Equipment that was never heard has no state yet. */
function stateNow({ catalogue, equipment }: RulesNeeds, engine: Pick<Engine, 'state'>, id: string) {
  const piece = equipment(id)
  const entry = piece && catalogue.classes.get(piece.class)
  return engine.state(id) ?? (piece && entry && newState(piece, prepareClass(entry)))
}

export async function createRules(needs: RulesNeeds): Promise<Rules> {
  const { kind } = needs.clock
  const engine = createEngine({
    catalogue: needs.catalogue,
    equipment: needs.equipment,
    follow: kind,
    graceMs: kind === 'wall' ? TIMING.wallGrace : TIMING.telemetryGrace,
    listeningSince: kind === 'wall' ? needs.clock.now() : 0,
    log: needs.log,
  })
  const loop = await startLoop(engine, needs)
  return {
    pending: async id => engine.pending().filter(({ equipment }) => equipment === id),
    view: async id => {
      const { samples, lastSeen } = engine.state(id) ?? { samples: new Map() }
      return { values: samples, ...(lastSeen !== undefined && { lastSeen }) }
    },
    lastSeen: async ids => ids.map(id => engine.state(id)?.lastSeen),
    reset: async (equipment, code) => {
      const met = engine.reset(equipment, code, loop.now())
      if (met === undefined) return 'unknown'
      if (met === 'stillActive') return met
      await needs.handle(met.transitions)
      met.apply()
      return 'resolved'
    },
    unknownMetrics: async (equipment, code) => unknownMetrics(needs, engine, equipment, code, loop.now()),
    forecasts: async id => {
      const state = stateNow(needs, engine, id)
      return state ? forecasts(state, loop.now()) : []
    },
    health: async () => engine.health(),
    refresh: engine.refresh,
    stats: async () => ({ ...loop.progress(), evaluated: engine.evaluated(), pending: engine.pending().length }),
    stop: loop.stop,
  }
}
