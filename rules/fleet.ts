import type { Catalogue } from '#domain/catalogue.ts'
import type { Equipment } from '#domain/equipment.ts'
import type { Log } from '#domain/log.ts'
import type { Millis } from '#domain/time.ts'
import { type ClassRule, prepareClass, prepareRules } from './classRules.ts'
import { createDeadlines } from './deadlines.ts'
import { createContextOf } from './equipmentContext.ts'
import { type EquipmentState, newState, nextWake, replaceEquipment, replaceRules } from './equipmentState.ts'
import type { CellNeeds } from './evaluateCell.ts'
import { passTime, settle } from './timeline.ts'
import { createZones } from './zones.ts'

export interface FleetNeeds {
  catalogue: Catalogue
  equipment(id: string): Equipment | undefined
  /** wall: time passes by itself, and equipment that never spoke is silent; telemetry: only readings move time. */
  follow: 'wall' | 'telemetry'
  /** How long a reading may be under way (ms): time is taken to have passed only up to now minus this. */
  graceMs: number
  /** The service hears nothing before this time, so silence is not counted before it either. */
  listeningSince: Millis
  log: Log
  /** Tells the time that evaluations take, in milliseconds; the machine's own when left out. */
  stopwatch?(): number
}

/** Everything that is evaluated, and when each must be looked at again. */
export interface Fleet {
  cellNeeds: CellNeeds
  states: ReadonlyMap<string, EquipmentState>
  /** All states in the order of their ids. Those that come while somebody looks through them may be left out. */
  inOrder(): readonly EquipmentState[]
  /** The state of a piece of equipment as the registry knows it now; made when it is new. */
  stateOf(id: string): EquipmentState | undefined
  /** Takes over the rules of the catalogue as they now stand. */
  refresh(): void
  /** Notes what a change of a state leaves to be done. */
  follow(state: EquipmentState): void
  /** The equipment's own time when the service's clock shows `now`. */
  timeOf(state: EquipmentState, now: Millis): Millis
  passDue(now: Millis): void
  settleOpen(): void
  rules(): ClassRule[]
}

export function createFleet(needs: FleetNeeds): Fleet {
  const classes = prepareRules(needs.catalogue)
  const states = new Map<string, EquipmentState>()
  const deadlines = createDeadlines<EquipmentState>()
  const cellNeeds = cellNeedsOf(needs)
  const settling = createSettling()

  const timeOf = (state: EquipmentState, now: Millis) =>
    now - needs.graceMs - (needs.follow === 'wall' ? state.lagMs : 0)
  const follow = (state: EquipmentState) => {
    if (state.open.size > 0) settling.add(state)
    deadlines.schedule(state, nextWake(state) - timeOf(state, 0))
  }

  const refresh = () => {
    const changed = [...needs.catalogue.classes.values()].filter(entry => classes.get(entry.code)?.entry !== entry)
    for (const entry of changed) classes.set(entry.code, prepareClass(entry, classes.get(entry.code)))
    for (const state of states.values()) {
      const rules = classes.get(state.rules.entry.code)
      if (!rules || rules === state.rules) continue
      for (const cell of replaceRules(state, rules).dropped) cellNeeds.findings.pending.delete(cell)
      follow(state)
    }
  }

  return {
    cellNeeds,
    states,
    inOrder: createOrder(states),
    refresh,
    follow,
    timeOf,
    stateOf: id => {
      const equipment = needs.equipment(id)
      const rules = equipment && classes.get(equipment.class)
      if (!rules) return undefined
      const known = states.get(id)
      if (!known) states.set(id, newState(equipment, rules))
      else if (known.equipment !== equipment) {
        for (const cell of known.cells) cellNeeds.findings.pending.delete(cell)
        replaceEquipment(known, equipment, rules)
        follow(known)
      }
      return known ?? states.get(id)
    },
    passDue: now => {
      for (let due = deadlines.takeDue(now); due; due = deadlines.takeDue(now)) {
        passTime(due, timeOf(due, now), cellNeeds)
        follow(due)
      }
    },
    settleOpen: () => {
      for (const state of settling.ripe()) {
        settle(state, cellNeeds)
        follow(state)
      }
    },
    rules: () => [...classes.values()].flatMap(c => c.rules),
  }
}

function cellNeedsOf({ follow, listeningSince, log, stopwatch = () => performance.now() }: FleetNeeds): CellNeeds {
  const zones = createZones()
  const silence = (state: EquipmentState) => {
    if (follow === 'telemetry') return state.lastSeen
    return Math.max(state.lastSeen ?? state.equipment.createdAt, listeningSince - state.lagMs)
  }
  const findings = { transitions: [], pending: new Map(), evaluated: 0 }
  return { findings, contextOf: createContextOf({ silence, zones }), zones, log, stopwatch }
}

/** States lie on disk in the order of their ids: neighbours written together share a page. */
function createOrder(states: ReadonlyMap<string, EquipmentState>) {
  let ordered: EquipmentState[] = []
  return (): readonly EquipmentState[] => {
    if (ordered.length === states.size) return ordered
    const known = ordered.length
    const fresh = [...states.values()].slice(known).sort(byId)
    // Both halves are in order, so that sorting is only a merge.
    ordered = [...ordered, ...fresh].sort(byId)
    return ordered
  }
}

const byId = ({ equipment: { id: a } }: EquipmentState, { equipment: { id: b } }: EquipmentState): number =>
  a < b ? -1 : a > b ? 1 : 0

/** Open instants ripen between two calls, so that the rest of an instant has at least that long to arrive. */
function createSettling() {
  let young = new Set<EquipmentState>()
  let old = new Set<EquipmentState>()
  return {
    add: (state: EquipmentState) => {
      if (!old.has(state)) young.add(state)
    },
    ripe: (): ReadonlySet<EquipmentState> => {
      const ripe = old
      old = young
      young = new Set()
      return ripe
    },
  }
}
