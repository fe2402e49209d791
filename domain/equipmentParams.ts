import type { ClassEntry } from './catalogue.ts'
import type { ParamValue } from './equipment.ts'

/** What the plate on a piece of equipment says: parameters of every class, text of 1 to `NAMEPLATE_MAX` characters. */
export const NAMEPLATE = ['model', 'serial'] as const
export const NAMEPLATE_MAX = 200

/**
 * Parameters that equipment of every class may have; without a default. `reportPeriodS`: seconds between two reports, when
 * that is more seldom than the class expects. `zone`: the fire or escape zone it stands in; without it, all equipment of
 * its gateway counts as one zone.
 */
const COMMON_PARAMS: readonly string[] = [...NAMEPLATE, 'reportPeriodS', 'zone']

/** A controller's own fault number, as the catalogue names it until a piece of equipment maps it: `VENDOR:OVERSPEED`. */
const VENDOR_CODE = /^VENDOR:[A-Z0-9_]{1,48}$/

/** Whether a piece of equipment of this class may carry a parameter of this name. */
export const acceptsParam = (entry: ClassEntry, name: string): boolean =>
  VENDOR_CODE.test(name) || COMMON_PARAMS.includes(name) || entry.params.some(param => param.name === name)

const fitsPlate = (value: ParamValue): boolean =>
  typeof value === 'string' && value.trim() !== '' && value.length <= NAMEPLATE_MAX

/** Why a parameter that a class has cannot have this value, to be read after its name; undefined when it can. */
export function valueProblem(entry: ClassEntry, name: string, value: ParamValue): string | undefined {
  if (NAMEPLATE.some(plate => plate === name))
    return fitsPlate(value) ? undefined : `must be text of 1 to ${NAMEPLATE_MAX} characters`
  const usual = entry.params.find(param => param.name === name)?.default
  return usual === undefined || typeof usual === typeof value ? undefined : `must be a ${typeof usual}`
}
