import { type Catalogue, type ClassEntry, paramOf } from '#domain/catalogue.ts'
import type { ParamValue } from '#domain/equipment.ts'
import { CodedError } from '#domain/errors.ts'
import type { Millis } from '#domain/time.ts'
import { namedFault, SILENT } from './faults.ts'
import { MACHINES } from './machines.ts'
import type { Machine, Metrics, Moment, Profile } from './model.ts'
import { createRandom, type Random, seedFor } from './random.ts'
import { createReporting } from './reporting.ts'

/** One pretend piece of equipment. */
export interface SimulatedEquipment {
  id: string
  class: string
  name?: string
  params?: Record<string, ParamValue>
  profile?: Profile
  /** Samples at least this often (s), whatever the class's own periods. */
  sampleS?: number
}

/** What a piece of equipment sends at one moment. */
export interface Report {
  equipment: string
  ts: Millis
  metrics: Metrics
}

/** Pretend equipment in simulated time: nothing moves but by `advance`. */
export interface Simulation {
  now(): Millis
  /** Lets time pass up to and with `to`; what is sent meanwhile, in order of time. */
  advance(to: Millis): Report[]
  /** @throws CodedError NOT_FOUND, BAD_REQUEST */
  inject(equipment: string, fault: string): void
  /** Ends one trouble, or all of a piece of equipment. @throws CodedError NOT_FOUND */
  repair(equipment: string, fault?: string): void
  troubles(): { equipment: string; fault: string }[]
}

export interface SimulationNeeds {
  equipment: readonly SimulatedEquipment[]
  catalogue: Catalogue
  start: Millis
  seed?: number
  /** Local time of the traffic's peaks; China's by default. */
  utcOffsetH?: number
}

interface Unit {
  equipment: SimulatedEquipment
  entry: ClassEntry
  random: Random
  faults: Set<string>
  machine: Machine
  report: ReturnType<typeof createReporting>
  nextAt: Millis
  lastAt: Millis
}

function momentOf(
  unit: Pick<Unit, 'equipment' | 'entry' | 'random' | 'faults'>,
  at: Millis,
  dtS: number,
  offsetH: number,
): Moment {
  const local = new Date(at + offsetH * 3_600_000)
  const param = (name: string) => paramOf(unit.entry, unit.equipment.params ?? {}, name) as ParamValue | undefined
  return {
    at,
    dtS,
    hour: local.getUTCHours() + local.getUTCMinutes() / 60,
    weekday: local.getUTCDay(),
    month: local.getUTCMonth(),
    profile: unit.equipment.profile ?? 'residential',
    random: unit.random,
    param,
    number: name => Number(param(name)),
    has: fault => unit.faults.has(fault),
  }
}

const sampleSecondsOf = ({ sampleS, params }: SimulatedEquipment): number | undefined => {
  const period = params?.reportPeriodS
  return sampleS ?? (typeof period === 'number' ? period : undefined)
}

function createUnit(equipment: SimulatedEquipment, needs: SimulationNeeds, offsetH: number): Unit {
  const { catalogue, start, seed = 1 } = needs
  const entry = catalogue.classes.get(equipment.class)
  const make = MACHINES[equipment.class]
  if (!entry || !make)
    throw new CodedError(
      'UNKNOWN_CLASS',
      { class: equipment.class },
      `There is no simulator for "${equipment.class}"; there is one for ${Object.keys(MACHINES).join(', ')}`,
    )
  const random = createRandom(seedFor(seed, equipment.id))
  const known = { equipment, entry, random, faults: new Set<string>() }
  const machine = make(momentOf(known, start, 0, offsetH))
  // Sensors are not in step with each other.
  const nextAt = start + random.integer(0, machine.stepS * 1000 - 1)
  return { ...known, machine, report: createReporting(entry, sampleSecondsOf(equipment)), nextAt, lastAt: start }
}

function step(unit: Unit, offsetH: number): Report | undefined {
  const at = unit.nextAt
  const metrics = unit.machine.next(momentOf(unit, at, (at - unit.lastAt) / 1000, offsetH))
  unit.lastAt = at
  unit.nextAt = at + unit.machine.stepS * 1000
  if (unit.faults.has(SILENT)) return undefined
  const told = unit.report(metrics, at)
  return told && { equipment: unit.equipment.id, ts: at, metrics: told }
}

function advanceUnit(unit: Unit, to: Millis, offsetH: number): Report[] {
  const reports: Report[] = []
  while (unit.nextAt <= to) {
    const report = step(unit, offsetH)
    if (report) reports.push(report)
  }
  return reports
}

/** @throws CodedError UNKNOWN_CLASS */
export function createSimulation(needs: SimulationNeeds): Simulation {
  const { utcOffsetH = 8, equipment, start } = needs
  const units = new Map(equipment.map(e => [e.id, createUnit(e, needs, utcOffsetH)]))
  let now = start
  const unitOf = (id: string): Unit => {
    const unit = units.get(id)
    if (!unit) throw new CodedError('NOT_FOUND', { equipment: id }, `Nothing called "${id}" is simulated`)
    return unit
  }
  return {
    now: () => now,
    advance: to => {
      now = Math.max(now, to)
      return [...units.values()].flatMap(unit => advanceUnit(unit, to, utcOffsetH)).sort((a, b) => a.ts - b.ts)
    },
    inject: (id, fault) => {
      const unit = unitOf(id)
      const { name, when } = namedFault(unit.equipment.class, fault)
      if (when && paramOf(unit.entry, unit.equipment.params ?? {}, when.param) !== when.equals)
        throw new CodedError(
          'BAD_REQUEST',
          { fault },
          `"${name}" needs equipment whose ${when.param} is ${when.equals}`,
        )
      unit.faults.add(name)
    },
    repair: (id, fault) => {
      const { faults } = unitOf(id)
      if (fault === undefined) faults.clear()
      else faults.delete(fault)
    },
    troubles: () =>
      [...units.values()].flatMap(u => [...u.faults].map(fault => ({ equipment: u.equipment.id, fault }))),
  }
}
