import type { Equipment, Gateway, Site } from '#domain/equipment.ts'
import type { Plate, PlateDecision } from '#domain/plates.ts'
import type { Database } from './database.ts'
import { addEquipment, addUnconfirmed, changeEquipment, type EquipmentChange } from './registerEquipment.ts'
import { addGateway, authenticateGateway, noteGateway } from './registerGateways.ts'
import { decidePlate, notePlates } from './registerPlates.ts'
import { addSite } from './registerSites.ts'
import { emptyMirror, fillMirror } from './registryMirror.ts'

/** Sites, gateways and equipment: kept in the database, read from memory, because ingest asks for every message. */
export interface Registry {
  sites(): readonly Site[]
  site(id: string): Site | undefined
  gateways(): readonly Gateway[]
  gateway(id: string): Gateway | undefined
  equipment(id: string): Equipment | undefined
  listEquipment(): Iterable<Equipment>
  /** @throws CodedError ALREADY_EXISTS */
  addSite(site: Site): Promise<Site>
  /**
   * @returns the gateway's password, which is not kept and cannot be shown again
   * @throws CodedError UNKNOWN_SITE, ALREADY_EXISTS, BAD_REQUEST for a name that topics reserve
   */
  addGateway(gateway: { id: string; site: string }): Promise<{ gateway: Gateway; password: string }>
  /**
   * What another process entered meanwhile is known afterwards.
   * @throws CodedError UNKNOWN_SITE, UNKNOWN_GATEWAY, ALREADY_EXISTS, BAD_REQUEST for a name that topics reserve
   */
  addEquipment(equipment: Omit<Equipment, 'createdAt'>): Promise<Equipment>
  /** Registers what a gateway named in its birth, as far as nobody has. @throws CodedError DATABASE_UNAVAILABLE */
  addUnconfirmed(equipment: readonly Omit<Equipment, 'createdAt' | 'confirmed'>[]): Promise<void>
  /**
   * Enters models and serial numbers that a gateway named in its birth, where nobody has, and notes where the file says
   * otherwise. @throws CodedError DATABASE_UNAVAILABLE
   */
  notePlates(plates: readonly Plate[]): Promise<void>
  /** Enters what the device says, or keeps what the file says. @throws CodedError NOT_FOUND, STALE_VERSION with the differences that there are */
  decidePlate(id: string, decision: PlateDecision, by: string): Promise<Equipment>
  /** What the parameters were until now goes into their history, with who changed them. @throws CodedError NOT_FOUND */
  changeEquipment(id: string, change: EquipmentChange, by?: string): Promise<Equipment>
  /** The site of the gateway, when the password is its own. */
  authenticate(gateway: string, password: string): Promise<{ site: string } | undefined>
  /** A Will that a later session overtook is ignored. */
  noteGateway(id: string, seen: { online: boolean; session: string; at: number }): Promise<void>
  /** Reads everything again, after another process wrote. */
  reload(): Promise<void>
}

/** Opens the registry. `now` dates what it writes. */
export async function openRegistry(database: Database, now: () => number): Promise<Registry> {
  const mirror = emptyMirror()
  const reload = () => fillMirror(mirror, database.db)
  await reload()
  const needs = { database, mirror, now }
  return {
    sites: () => [...mirror.sites.values()],
    site: id => mirror.sites.get(id),
    gateways: () => [...mirror.gateways.values()],
    gateway: id => mirror.gateways.get(id),
    equipment: id => mirror.equipment.get(id),
    listEquipment: () => mirror.equipment.values(),
    addSite: site => addSite(needs, site),
    addGateway: gateway => addGateway(needs, gateway),
    addEquipment: equipment => addEquipment(needs, reload, equipment),
    addUnconfirmed: equipment => addUnconfirmed(needs, reload, equipment),
    notePlates: plates => notePlates(needs, plates),
    decidePlate: (id, decision, by) => decidePlate(needs, id, decision, by),
    changeEquipment: (id, change, by) => changeEquipment(needs, id, change, by),
    noteGateway: (id, seen) => noteGateway(needs, id, seen),
    reload,
    authenticate: (id, password) => authenticateGateway(needs, reload, id, password),
  }
}
