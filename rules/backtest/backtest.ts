import type { Database } from '#database/database.ts'
import type { BacktestFiring, BacktestProgress, BacktestReport } from '#domain/backtest.ts'
import { type Catalogue, type ClassEntry, classEntry, paramOf } from '#domain/catalogue.ts'
import type { Equipment } from '#domain/equipment.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import { CodedError } from '#domain/errors.ts'
import type { FaultTransition } from '#domain/faults.ts'
import type { TelemetryStore } from '#domain/telemetryStore.ts'
import type { Millis } from '#domain/time.ts'
import { prepareClass } from '../classRules.ts'
import { evaluable } from '../evaluable.ts'
import { overlapOf, pastFaults, pastTickets, type Span } from './overlap.ts'
import { type Play, playEquipment } from './playEquipment.ts'

export interface BacktestNeeds {
  database: Database
  store: Pick<TelemetryStore, 'range'>
  catalogue: Catalogue
  listEquipment(): Iterable<Equipment>
}

export interface BacktestQuery {
  class: string
  rule: FaultRule
  from: Millis
  to: Millis
  /** Only these; all of the class when left out. */
  includes?(equipment: Equipment): boolean
}

const LISTED = 200
/** A rule that fires more often than this is no rule. */
const MOST_FIRINGS = 100_000
const DAY = 86_400_000

interface Run {
  firings: BacktestFiring[]
  open: Map<string, BacktestFiring>
  readings: number
}

function note(run: Run, transitions: readonly FaultTransition[]): void {
  for (const { to, equipment, at, evidence } of transitions) {
    const open = run.open.get(equipment)
    if (to === 'firing' && !open) {
      const firing = { equipment, firedAt: at, evidence }
      run.firings.push(firing)
      run.open.set(equipment, firing)
    }
    if (to === 'resolved' && open) {
      open.clearedAt = at
      run.open.delete(equipment)
    }
  }
  if (run.firings.length > MOST_FIRINGS) throw new CodedError('RANGE_TOO_LONG', { mostFirings: MOST_FIRINGS })
}

async function playAll(
  pieces: readonly Equipment[],
  play: Omit<Play, 'onTurn'>,
  onProgress: ((progress: BacktestProgress) => void) | undefined,
): Promise<Run> {
  const { from, to } = play
  const run: Run = { firings: [], open: new Map(), readings: 0 }
  for (const [index, piece] of pieces.entries()) {
    const onTurn: Play['onTurn'] = (at, readings, transitions) => {
      note(run, transitions)
      run.readings += readings
      const done = (index + (at - from) / (to - from)) / pieces.length
      onProgress?.({ done, readings: run.readings, firings: run.firings.length })
    }
    await playEquipment(piece, { ...play, onTurn })
  }
  return run
}

const piecesOf = (needs: BacktestNeeds, entry: ClassEntry, query: BacktestQuery): Equipment[] =>
  [...needs.listEquipment()].filter(
    piece =>
      piece.class === entry.code &&
      query.includes?.(piece) !== false &&
      evaluable(entry, query.rule, piece, name => paramOf(entry, piece.params, name)),
  )

/**
 * Runs the engine with one rule over what is stored of equipment, one piece after another. No more is held than a page
 * of each of the rule's metrics. What a device itself reported (events) is not stored and not played.
 * @throws CodedError STORE_UNAVAILABLE, UNKNOWN_CLASS, RANGE_TOO_LONG; the signal's reason when it aborts
 */
export async function backtest(
  needs: BacktestNeeds,
  query: BacktestQuery,
  { signal, onProgress }: { signal: AbortSignal; onProgress?(progress: BacktestProgress): void },
): Promise<BacktestReport> {
  const began = performance.now()
  const whole = needs.catalogue.classes.get(query.class)
  if (!whole) throw new CodedError('UNKNOWN_CLASS', { class: query.class })
  const { from, to } = query
  const rule: FaultRule = { ...query.rule, mode: 'on' }
  const entry = classEntry({ ...whole, faults: [rule] })
  const [prepared] = prepareClass(entry).rules
  const metrics = prepared?.silence ? [...entry.metric.keys()] : (prepared?.metrics ?? [])
  const pieces = piecesOf(needs, entry, { ...query, rule })
  const run = await playAll(pieces, { ...needs, entry, metrics, from, to, signal }, onProgress)
  const known = whole.fault.has(rule.code)
  const ids = new Set(pieces.map(piece => piece.id))
  const past = { class: entry.code, from, to }
  const { db } = needs.database
  const overlap = (spans: readonly Span[]) =>
    overlapOf(
      run.firings,
      spans.filter(span => ids.has(span.equipment)),
      to,
    )
  return {
    ...{ code: rule.code, class: entry.code, from, to, equipment: pieces.length, readings: run.readings },
    firings: run.firings.length,
    perDay: run.firings.length / Math.max((to - from) / DAY, 1 / 24),
    listed: run.firings.toSorted((a, b) => a.firedAt - b.firedAt).slice(0, LISTED),
    tickets: overlap(await pastTickets(db, { ...past, code: known ? rule.code : undefined })),
    faults: overlap(await pastFaults(db, { ...past, code: rule.code })),
    unsupported: prepared?.health.unsupported ?? [],
    tookMs: Math.round(performance.now() - began),
  }
}
