import { setImmediate as breathe } from 'node:timers/promises'
import type { Registry } from '#database/registry.ts'
import type { Catalogue } from '#domain/catalogue.ts'
import type { Equipment, EquipmentState } from '#domain/equipment.ts'
import type { PendingFault, Severity } from '#domain/faults.ts'
import { type Health, healthOf } from '#domain/health.ts'
import { PLACE_CLASS } from '#domain/placeClass.ts'
import type { MetricValue } from '#domain/telemetry.ts'
import type { Clock, Millis } from '#domain/time.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import type { RulesVerbs } from '../needs/rules.ts'
import { isSilence, silenceLimit } from './silence.ts'

interface OpenFault {
  id: string
  code: string
  severity?: Severity
  firedAt: Millis
}

/** A piece of equipment as it stands. */
export interface Standing extends Equipment {
  confirmed: boolean
  state: EquipmentState
  lastSeen?: Millis
  dataAgeMs?: number
  /** Its gateway is silent: nothing that was heard before says how it stands now. */
  unknownBecause?: { gateway: string }
  health: Health
  openFaults: OpenFault[]
}

interface StandingDetail extends Standing {
  /** What is true, but not for long enough to fire yet. */
  pending: Omit<PendingFault, 'equipment'>[]
  values: Record<string, { value: MetricValue; ts: Millis }>
}

/** What is known of the equipment beyond the registry: how it stands, and since when. */
export interface Estate {
  describe(equipment: readonly Equipment[]): Promise<Standing[]>
  detail(equipment: Equipment): Promise<StandingDetail>
}

export interface EstateNeeds {
  catalogue: Catalogue
  maintenance: Pick<MaintenanceVerbs, 'openFaults'>
  rules: Pick<RulesVerbs, 'view' | 'lastSeen' | 'pending'>
  registry: Pick<Registry, 'gateway'>
  clock: Clock
}

/** Pieces described in one go, a few milliseconds: messages are taken in meanwhile. */
const AT_ONCE = 1_000

type OpenFaults = ReadonlyMap<string, OpenFault[]>

async function openFaultsByEquipment(
  { maintenance, catalogue }: EstateNeeds,
  classOf: ReadonlyMap<string, string>,
): Promise<OpenFaults> {
  const found = new Map<string, OpenFault[]>()
  for (const { equipment, ...fault } of await maintenance.openFaults()) {
    const severity = catalogue.classes.get(classOf.get(equipment) ?? '')?.fault.get(fault.code)?.severity
    found.set(equipment, [...(found.get(equipment) ?? []), { ...fault, ...(severity !== undefined && { severity }) }])
  }
  return found
}

/** A gateway that went away takes its equipment with it, until something newer is heard (catalogue.md §6.4, death). */
function isCutOff({ registry }: EstateNeeds, { gateway }: Equipment, lastSeen: Millis | undefined): boolean {
  const { online, lastSeen: diedAt = 0 } = (gateway !== undefined && registry.gateway(gateway)) || {}
  return online === false && lastSeen !== undefined && diedAt >= lastSeen
}

function stateOf(
  { catalogue }: EstateNeeds,
  equipment: Equipment,
  faults: readonly OpenFault[],
  byData: EquipmentState,
): EquipmentState {
  const entry = catalogue.classes.get(equipment.class)
  const real = faults.filter(({ code }) => {
    const condition = entry?.fault.get(code)?.condition
    return condition === undefined || !isSilence(condition)
  })
  return real.length > 0 ? 'fault' : byData
}

/** How it stands by the age of its data alone. */
function stateByData({ catalogue }: EstateNeeds, equipment: Equipment, ageMs: number | undefined): EquipmentState {
  if (equipment.class === PLACE_CLASS) return 'normal'
  if (ageMs === undefined) return 'noData'
  const entry = catalogue.classes.get(equipment.class)
  return entry && ageMs > silenceLimit(entry, equipment) ? 'stale' : 'normal'
}

function standing(needs: EstateNeeds, equipment: Equipment, open: OpenFaults, lastSeen: Millis | undefined): Standing {
  const dataAgeMs = lastSeen === undefined ? undefined : Math.max(0, needs.clock.now() - lastSeen)
  const openFaults = open.get(equipment.id) ?? []
  const byData = stateByData(needs, equipment, dataAgeMs)
  const state = stateOf(needs, equipment, openFaults, byData)
  const cutOff = isCutOff(needs, equipment, lastSeen)
  return {
    ...equipment,
    confirmed: equipment.confirmed !== false,
    state: cutOff && state === 'normal' ? 'stale' : state,
    ...(cutOff && equipment.gateway !== undefined && { unknownBecause: { gateway: equipment.gateway } }),
    ...(lastSeen !== undefined && dataAgeMs !== undefined && { lastSeen, dataAgeMs }),
    health: healthOf(openFaults, !cutOff && byData === 'normal', needs.catalogue.health),
    openFaults,
  }
}

const pendingOf = async ({ rules }: EstateNeeds, id: string) =>
  (await rules.pending(id)).map(({ code, since, firesAt }) => ({ code, since, firesAt }))

export function createEstate(needs: EstateNeeds): Estate {
  const describe = async (equipment: readonly Equipment[]) => {
    const open = await openFaultsByEquipment(needs, new Map(equipment.map(e => [e.id, e.class])))
    const described: Standing[] = []
    for (let from = 0; from < equipment.length; from += AT_ONCE) {
      if (from > 0) await breathe()
      const some = equipment.slice(from, from + AT_ONCE)
      const lastSeen = await needs.rules.lastSeen(some.map(({ id }) => id))
      for (const [i, one] of some.entries()) described.push(standing(needs, one, open, lastSeen[i]))
    }
    return described
  }
  return {
    describe,
    detail: async equipment => {
      const { id } = equipment
      const asked = [describe([equipment]), needs.rules.view(id), pendingOf(needs, id)] as const
      const [[described], { values }, pending] = await Promise.all(asked)
      return { ...(described as Standing), pending, values: Object.fromEntries(values) }
    },
  }
}
