import { loadCatalogue } from '#domain/catalogue.ts'
import type { Equipment, ParamValue } from '#domain/equipment.ts'
import { silentLog } from '#domain/log.ts'
import { createEngine, type Engine } from '../../rules/engine.ts'

export { readingItem as reading } from '../../rules/readingItem.ts'

export const catalogue = loadCatalogue()
/** 2026-11-23T00:00:00Z */
export const T0 = Date.UTC(2026, 10, 23)

export const makeEquipment = (kind: string, params: Record<string, ParamValue> = {}, id = `${kind}-1`): Equipment => ({
  id,
  site: 'tower',
  gateway: 'gw-1',
  class: kind,
  name: id,
  params,
  occupancy: 'normal',
  createdAt: T0,
})

/** An engine that follows the telemetry; readings are never under way. */
export const makeEngine = (...equipment: Equipment[]): Engine =>
  createEngine({
    catalogue,
    equipment: id => equipment.find(e => e.id === id),
    follow: 'telemetry',
    graceMs: 0,
    listeningSince: 0,
    log: silentLog,
  })

/** The same, with no other class than the equipment's own: faster to make. */
export const makeEngineOf = (equipment: Equipment): Engine => {
  const own = catalogue.classes.get(equipment.class)
  return createEngine({
    catalogue: { ...catalogue, classes: new Map(own && [[own.code, own]]) },
    equipment: id => (id === equipment.id ? equipment : undefined),
    follow: 'telemetry',
    graceMs: 0,
    listeningSince: 0,
    log: silentLog,
  })
}
