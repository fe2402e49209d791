import type { Equipment } from '#domain/equipment.ts'
import type { FaultTransition, PendingFault } from '#domain/faults.ts'
import type { RuleHealth } from '#domain/ruleHealth.ts'
import type { SpoolItem } from '#domain/spool.ts'
import type { Millis } from '#domain/time.ts'
import type { ClassRule } from './classRules.ts'
import type { EquipmentState } from './equipmentState.ts'
import { evaluateCell, reportCell } from './evaluateCell.ts'
import { createFleet, type Fleet, type FleetNeeds } from './fleet.ts'
import { healthOf } from './healthOf.ts'
import { adoptFault, firingFaults, type OpenFault, personResets, type Reset } from './openFaults.ts'
import { type Input, LATENESS_MS, remember, timeOf } from './recent.ts'
import { restoreState, saveState } from './savedState.ts'
import { takeLate } from './takeLate.ts'
import { hear, takeReading } from './takeReading.ts'
import { beginInstant } from './timeline.ts'

/** Readings in, fault transitions out. It does no input or output and knows no clock: time comes with each call. */
export interface Engine {
  take(item: SpoolItem): void
  /** Lets time pass for whatever is due by the service's clock. */
  tick(now: Millis): void
  /** Takes over the rules of the catalogue as they now stand; what did not change goes on where it was. */
  refresh(): void
  /** Closes the instants that have been open since the call before. */
  settleOpen(): void
  /** Lets equipment that has never sent anything count as silent. */
  watch(equipment: Iterable<Equipment>): void
  /** What has happened since the last call; in order for each piece of equipment. */
  transitions(): FaultTransition[]
  pending(): PendingFault[]
  /** The newest measurement time known; 0 before the first. */
  newestReading(): Millis
  state(equipment: string): EquipmentState | undefined
  firing(): FaultTransition[]
  /** Takes over a fault that is open in the database and unknown here. */
  adopt(fault: OpenFault): void
  /** What a person's reset meets; undefined when no such fault is open. */
  reset(equipment: string, code: string, now: Millis): Reset | undefined
  /** What has changed since it was saved, as JSON by equipment, in the order of the ids; each as it is when it is asked for. */
  save(): IterableIterator<[equipment: string, json: string]>
  restore(equipment: string, json: string): void
  /** The rules of all classes, with their health as it is counted. */
  rules(): ClassRule[]
  health(): RuleHealth[]
  evaluated(): number
}

export function createEngine(needs: FleetNeeds): Engine {
  const fleet = createFleet(needs)
  const { findings } = fleet.cellNeeds
  let mark = 0
  const withState = (id: string, act: (state: EquipmentState) => void) => {
    const state = fleet.stateOf(id)
    if (!state) return
    act(state)
    fleet.follow(state)
  }
  const takeInOrder = (state: EquipmentState, input: Input) => {
    remember(state, input, findings.pending)
    if (input.kind === 'event') takeEvent(state, input, fleet)
    else takeReading(state, input.reading, ++mark, fleet.cellNeeds)
  }
  const take = (state: EquipmentState, input: Input) => {
    if (timeOf(input) >= state.eventTime) return takeInOrder(state, input)
    const newest = state.lastSeen ?? -Infinity
    const inTime = timeOf(input) >= newest - LATENESS_MS
    if (inTime && takeLate(state, input, fleet.cellNeeds, one => takeInOrder(state, one))) return
    if (inTime || input.kind === 'event') takeInOrder(state, input)
  }
  return {
    take: item => {
      if (item.kind === 'event') withState(item.equipment, state => take(state, item))
      if (item.kind !== 'reading' || item.reading.backfill) return
      withState(item.reading.equipment, state => take(state, item))
    },
    tick: fleet.passDue,
    refresh: fleet.refresh,
    settleOpen: fleet.settleOpen,
    watch: equipment => {
      if (needs.follow === 'wall')
        for (const { id } of equipment) if (!fleet.states.has(id)) withState(id, state => watchSilence(state, fleet))
    },
    transitions: () => findings.transitions.splice(0),
    pending: () => [...findings.pending.values()],
    newestReading: () => [...fleet.states.values()].reduce((at, s) => Math.max(at, s.lastSeen ?? 0), 0),
    state: id => fleet.states.get(id),
    firing: () => [...fleet.states.values()].flatMap(firingFaults),
    adopt: fault => withState(fault.equipment, state => adoptFault(state, fault)),
    reset: (id, code, now) => {
      const state = fleet.stateOf(id)
      return state && personResets(state, code, fleet.timeOf(state, now), fleet.cellNeeds)
    },
    save: () => saveChanged(fleet),
    restore: (id, json) =>
      withState(id, state => {
        restoreState(state, json, findings.pending)
        for (const cell of state.cells) fleet.cellNeeds.zones.note(state, cell)
      }),
    rules: fleet.rules,
    health: () => healthOf(fleet.rules()),
    evaluated: () => findings.evaluated,
  }
}

function* saveChanged({ inOrder, cellNeeds }: Fleet): IterableIterator<[string, string]> {
  for (const state of inOrder())
    if (state.changed) yield [state.equipment.id, saveState(state, cellNeeds.findings.pending)]
}

function takeEvent(state: EquipmentState, item: Extract<Input, { kind: 'event' }>, { cellNeeds }: Fleet) {
  const { event, receivedAt } = item
  const cell = state.cells.find(c => c.rule.fault.code === event.code)
  if (!cell) return
  beginInstant(state, event.ts, cellNeeds)
  state.changed = true
  hear(state, event.ts, receivedAt)
  reportCell(state, cell, event, cellNeeds)
}

function watchSilence(state: EquipmentState, { cellNeeds }: Fleet) {
  for (const rule of state.rules.silenceRules) {
    const cell = state.cells[rule.index]
    if (cell?.evaluated) evaluateCell(state, cell, state.equipment.createdAt, cellNeeds)
  }
}
