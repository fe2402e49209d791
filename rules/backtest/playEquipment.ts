import { setImmediate as breathe } from 'node:timers/promises'
import type { Catalogue, ClassEntry } from '#domain/catalogue.ts'
import type { Equipment } from '#domain/equipment.ts'
import type { FaultTransition } from '#domain/faults.ts'
import { silentLog } from '#domain/log.ts'
import type { MetricValue } from '#domain/telemetry.ts'
import type { TelemetryStore } from '#domain/telemetryStore.ts'
import type { Millis } from '#domain/time.ts'
import { createEngine, type Engine } from '../engine.ts'
import { readingItem } from '../readingItem.ts'
import { type SeriesCursor, seriesCursor } from './seriesCursor.ts'

/** Readings between two breaths, in which others work and a cancellation is heard. */
const TURN = 2_000

export interface Play {
  store: Pick<TelemetryStore, 'range'>
  catalogue: Catalogue
  /** The class with nothing but the rules that are tried. */
  entry: ClassEntry
  metrics: readonly string[]
  from: Millis
  to: Millis
  signal: AbortSignal
  onTurn(at: Millis, readings: number, transitions: FaultTransition[]): void
}

/** Plays what is stored of one piece of equipment through an engine of its own, in the order of measurement times. */
export async function playEquipment(equipment: Equipment, play: Play): Promise<void> {
  const { store, entry, metrics, from, to, signal } = play
  const engine = createEngine({
    catalogue: { ...play.catalogue, classes: new Map([[entry.code, entry]]) },
    equipment: id => (id === equipment.id ? equipment : undefined),
    ...{ follow: 'telemetry', graceMs: 0, listeningSince: 0, log: silentLog },
  })
  const cursors = metrics.map(metric =>
    seriesCursor(store, { class: equipment.class, equipment: equipment.id, metric, from, to }),
  )
  for (;;) {
    signal.throwIfAborted()
    for (const cursor of cursors) await cursor.fill()
    const turn = playTurn(engine, cursors, equipment, entry)
    if (turn.readings === 0) break
    play.onTurn(turn.at, turn.readings, engine.transitions())
    await breathe()
  }
  engine.settleOpen()
  engine.settleOpen()
  engine.tick(to)
  play.onTurn(to, 0, engine.transitions())
}

/** Takes in readings until a page has to be read or the turn is over. */
function playTurn(engine: Engine, cursors: readonly SeriesCursor[], equipment: Equipment, entry: ClassEntry) {
  const live = cursors.filter(cursor => cursor.next())
  let readings = 0
  let at = 0
  while (live.length > 0 && readings < TURN) {
    at = live.reduce((least, cursor) => Math.min(least, cursor.next()?.ts ?? least), Infinity)
    const metrics = takeInstant(live, at, entry)
    engine.take(readingItem(equipment, at, metrics))
    readings++
    if (live.some(cursor => !cursor.next())) break
  }
  return { readings, at }
}

function takeInstant(cursors: readonly SeriesCursor[], at: Millis, entry: ClassEntry): Record<string, MetricValue> {
  const metrics: Record<string, MetricValue> = {}
  for (const cursor of cursors) {
    const point = cursor.next()
    if (point?.ts !== at) continue
    metrics[cursor.metric] = entry.metric.get(cursor.metric)?.kind === 'boolean' ? point.value !== 0 : point.value
    cursor.advance()
  }
  return metrics
}
