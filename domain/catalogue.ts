import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Static, type TSchema, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { Value } from 'typebox/value'
import type { YearCalendar } from './calendars.ts'
import { DispatchReference } from './dispatch.ts'
import { EquipmentClass, type FaultRule, type Metric } from './equipmentClass.ts'
import { CodedError } from './errors.ts'
import { HealthDeductions } from './health.ts'
import { ShippedPlan } from './plans.ts'
import type { Trouble } from './reported.ts'
import { ServicePolicy } from './servicePolicy.ts'
import { StatutoryHolidays } from './statutoryHolidays.ts'

/** An equipment class with its metrics and faults by name. */
export interface ClassEntry extends EquipmentClass {
  metric: ReadonlyMap<string, Metric>
  fault: ReadonlyMap<string, FaultRule>
  /** The default of each parameter that has one. */
  paramDefault: ReadonlyMap<string, unknown>
}

/** A part as the catalogue lists it; prices in CNY and lead times are placeholders until a user changes them. */
export interface CataloguePart {
  partNo: string
  name: string
  name_zh: string
  unit: string
  leadTimeDays: number
  unitCostCny: number
  minStock: number
  equipmentClass: string
}

export interface Skill {
  code: string
  en: string
  zh: string
  crew: number
  /** The certificate that shows it, and whether nobody may work without. */
  certificateKind?: string
  certificateRequired: boolean
}

/** ISO 14224-style code, English, Chinese. */
export type CodeRow = [code: string, en: string, zh: string] | [code: string, zh: string]

/** The service policy that the product brings, and the notices of working days that it knows. */
export interface ServiceLevels extends ServicePolicy {
  calendar2026: YearCalendar & { source: string }
}

/** A metric and its values that show somebody at the equipment. */
export interface PresenceSignal {
  metric: string
  in: readonly (number | boolean)[]
}

interface FaultOfClass {
  class: string
  faultCode: string
}

/** Which fault is that people are trapped in a lift (KPI TRAP), and which are fire alarms of detectors (KPI FALSE). */
export interface SafetyFaults {
  trapping: FaultOfClass
  fireAlarms: readonly FaultOfClass[]
}

/** The equipment classes and reference tables that the product carries as data. */
export interface Catalogue {
  classes: ReadonlyMap<string, ClassEntry>
  parts: readonly CataloguePart[]
  skills: readonly Skill[]
  dispatch: DispatchReference
  serviceLevels: ServiceLevels
  closeCodes: Readonly<Record<string, readonly CodeRow[]>>
  /** By class: states that only a person at the equipment brings about, such as inspection mode. */
  presenceSignals: Readonly<Record<string, readonly PresenceSignal[]>>
  /** The faults that reports about people's safety count. */
  safetyFaults: SafetyFaults
  /** The days off by law, which a year's table of working days is compared with. */
  statutoryHolidays: StatutoryHolidays
  /** What open faults take from the health of equipment. */
  health: HealthDeductions
  /** The kinds of trouble that people report. */
  troubles: readonly Trouble[]
  /** The plans of preventive maintenance that the product comes with. */
  plans: readonly ShippedPlan[]
}

const here = join(import.meta.dirname, 'catalogue')
const readJson = (...path: string[]): unknown => JSON.parse(readFileSync(join(here, ...path), 'utf8'))
const classSchema = Compile(EquipmentClass)

/** Checks one class against the schema. @throws CodedError CATALOGUE_INVALID with the file and the first problems. */
export function parseClass(name: string, json: unknown): ClassEntry {
  if (!classSchema.Check(json)) {
    const problems = [...classSchema.Errors(json)].slice(0, 5).map(e => `${e.instancePath || '/'} ${e.message}`)
    throw new CodedError('CATALOGUE_INVALID', { file: name, problems }, `${name}: ${problems.join('; ')}`)
  }
  return classEntry(json)
}

export const classEntry = (entry: EquipmentClass): ClassEntry => ({
  ...entry,
  metric: new Map(entry.metrics.map(m => [m.name, m])),
  fault: new Map(entry.faults.map(f => [f.code, f])),
  paramDefault: new Map(entry.params.flatMap(p => (p.default === undefined ? [] : [[p.name, p.default] as const]))),
})

/** A reference table that has to look like its schema. @throws CodedError CATALOGUE_INVALID */
function readReference<S extends TSchema>(name: string, schema: S): Static<S> {
  const table = readJson('reference', `${name}.json`)
  if (Value.Check(schema, table)) return table
  const problems = Value.Errors(schema, table).map(e => `${e.instancePath || '/'} ${e.message}`)
  throw new CodedError('CATALOGUE_INVALID', { file: `${name}.json`, problems })
}

/** Reads `domain/catalogue/`. @throws CodedError CATALOGUE_INVALID */
export function loadCatalogue(): Catalogue {
  const files = readdirSync(here).filter(name => name.endsWith('.json'))
  const classes = files.map(name => parseClass(name, readJson(name)))
  return {
    classes: new Map(classes.map(c => [c.code, c])),
    parts: readJson('reference', 'parts.json') as CataloguePart[],
    skills: readJson('reference', 'skills.json') as Skill[],
    dispatch: readReference('dispatch', DispatchReference),
    serviceLevels: readReference('service-levels', ServicePolicy) as ServiceLevels,
    closeCodes: readJson('reference', 'close-codes.json') as Record<string, CodeRow[]>,
    presenceSignals: readJson('reference', 'presence-signals.json') as Record<string, PresenceSignal[]>,
    safetyFaults: readJson('reference', 'safety-faults.json') as SafetyFaults,
    statutoryHolidays: readReference('statutory-holidays', StatutoryHolidays),
    health: readReference('health', HealthDeductions),
    troubles: readJson('reference', 'troubles.json') as Trouble[],
    plans: readReference('maintenance-plans', Type.Array(ShippedPlan)),
  }
}

/** Whether something with an `appliesWhen` gate applies to a piece of equipment with these parameters. */
export function applies(
  gate: { param: string; equals: unknown } | undefined,
  param: (name: string) => unknown,
): boolean {
  return gate === undefined || param(gate.param) === gate.equals
}

/** The value of a parameter of a piece of equipment: its own, or else its class's default. */
export function paramOf(entry: ClassEntry, own: Readonly<Record<string, unknown>>, name: string): unknown {
  return own[name] ?? entry.paramDefault.get(name)
}
