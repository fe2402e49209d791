import type { ClassRule } from './classRules.ts'
import type { ZoneCount } from './conditions/context.ts'
import type { Cell, EquipmentState } from './equipmentState.ts'

/** Which equipment of a zone has which fault: what a rule that correlates the equipment of a zone counts. */
export interface Zones {
  /** Takes in what became of a fault, where a rule of its class correlates it. @returns the cells to look at again */
  note(state: EquipmentState, cell: Cell): [EquipmentState, Cell][]
  count(state: EquipmentState, rule: ClassRule): ZoneCount
}

interface Zone {
  /** The equipment whose fault is open, by fault code. */
  faults: Map<string, Set<string>>
  /** Who carries the zone's fault for all, by its code. */
  carriers: Map<string, EquipmentState>
}

/** A zone is what the parameter `zone` of a piece of equipment names, or else all that hangs on its gateway. */
const zoneOf = ({ equipment: { site, gateway, params } }: EquipmentState): string =>
  params.zone === undefined ? `gateway ${gateway}` : `zone ${site} ${params.zone}`

export function createZones(): Zones {
  const zones = new Map<string, Zone>()
  const zoneFor = (state: EquipmentState): Zone => {
    const key = zoneOf(state)
    const known = zones.get(key)
    if (known) return known
    const made: Zone = { faults: new Map(), carriers: new Map() }
    zones.set(key, made)
    return made
  }
  return {
    note: (state, cell) => {
      const { rules, cells } = state
      const { code } = cell.rule.fault
      if (cell.rule.correlates.length > 0) carry(zoneFor(state), code, state, cell)
      const watching = rules.correlating.filter(rule => rule.correlates.includes(code))
      if (watching.length === 0) return []
      const zone = zoneFor(state)
      keep(zone, code, state, cell)
      return watching.flatMap(({ index, fault }) => {
        const carrier = zone.carriers.get(fault.code) ?? state
        const found = carrier === state ? cells[index] : carrier.cells[index]
        return found ? [[carrier, found] as [EquipmentState, Cell]] : []
      })
    },
    count: (state, { correlates, fault }) => {
      const zone = zoneFor(state)
      const has = new Set(correlates.flatMap(code => [...(zone.faults.get(code) ?? [])]))
      const carrier = zone.carriers.get(fault.code)
      return { count: has.size, taken: carrier !== undefined && carrier !== state }
    },
  }
}

function carry({ carriers }: Zone, code: string, state: EquipmentState, { memory }: Cell) {
  if (memory.firing) carriers.set(code, state)
  else if (carriers.get(code) === state) carriers.delete(code)
}

function keep({ faults }: Zone, code: string, { equipment }: EquipmentState, { memory }: Cell) {
  const open = faults.get(code) ?? new Set<string>()
  if (memory.firing) open.add(equipment.id)
  else open.delete(equipment.id)
  faults.set(code, open)
}
