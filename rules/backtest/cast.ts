import type { BacktestProgress } from '#domain/backtest.ts'
import { type Catalogue, type ClassEntry, classEntry, paramOf } from '#domain/catalogue.ts'
import type { Equipment } from '#domain/equipment.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import type { TelemetryStore } from '#domain/telemetryStore.ts'
import type { Millis } from '#domain/time.ts'
import { type ClassRule, prepareClass } from '../classRules.ts'
import { evaluable } from '../evaluable.ts'
import { createFindings, type Findings } from './findings.ts'
import { playEquipment } from './playEquipment.ts'

/** The rules of one class that are tried, and the equipment on which they are. */
export interface Cast {
  /** The class with nothing but these rules. */
  entry: ClassEntry
  rules: readonly ClassRule[]
  metrics: readonly string[]
  pieces: readonly { equipment: Equipment; codes: ReadonlySet<string> }[]
}

/** Rules that are off or on trial are tried like the others. */
export function castOf(whole: ClassEntry, rules: readonly FaultRule[], equipment: Iterable<Equipment>): Cast {
  const entry = classEntry({ ...whole, faults: rules.map((rule): FaultRule => ({ ...rule, mode: 'on' })) })
  const prepared = prepareClass(entry)
  const named = new Set(prepared.rules.flatMap(rule => rule.metrics))
  const codesOf = (piece: Equipment) => {
    const param = (name: string) => paramOf(entry, piece.params, name)
    return entry.faults.filter(rule => evaluable(entry, rule, piece, param)).map(rule => rule.code)
  }
  const pieces = [...equipment]
    .filter(piece => piece.class === entry.code)
    .map(piece => ({ equipment: piece, codes: new Set(codesOf(piece)) }))
  return {
    entry,
    rules: prepared.rules,
    metrics: prepared.silenceRules.length > 0 ? [...entry.metric.keys()] : [...named],
    pieces: pieces.filter(({ codes }) => codes.size > 0),
  }
}

export interface Played {
  findings: Findings
  readings: number
}

interface Stage {
  store: Pick<TelemetryStore, 'range'>
  catalogue: Catalogue
  from: Millis
  to: Millis
  signal: AbortSignal
  onProgress?: ((progress: BacktestProgress) => void) | undefined
}

/** Plays one piece of equipment after the other. @throws CodedError STORE_UNAVAILABLE; the signal's reason when it aborts */
export async function playCasts(casts: readonly Cast[], { onProgress, ...stage }: Stage): Promise<Played> {
  const { from, to } = stage
  const findings = createFindings(casts.flatMap(({ entry }) => entry.faults.map(rule => rule.code)))
  const all = casts.flatMap(cast => cast.pieces.map(({ equipment }) => ({ equipment, cast })))
  let readings = 0
  for (const [index, { equipment, cast }] of all.entries()) {
    const { entry, metrics } = cast
    await playEquipment(equipment, {
      ...{ ...stage, entry, metrics },
      onTurn: (at, taken, transitions) => {
        findings.note(transitions)
        readings += taken
        const done = (index + (at - from) / (to - from)) / all.length
        onProgress?.({ done, readings, firings: findings.count() })
      },
    })
  }
  return { findings, readings }
}
