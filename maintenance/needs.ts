import type { Database } from '#database/database.ts'
import type { Catalogue } from '#domain/catalogue.ts'
import type { Equipment, Gateway, Site } from '#domain/equipment.ts'
import type { Log } from '#domain/log.ts'
import type { EquipmentView } from '#domain/ruleHealth.ts'
import type { TelemetryStore } from '#domain/telemetryStore.ts'
import type { Clock } from '#domain/time.ts'
import type { Calendars } from './clocks/calendars.ts'
import type { Policies } from './clocks/policies.ts'

/** What the maintenance stage needs from outside. */
export interface MaintenanceNeeds {
  database: Database
  catalogue: Catalogue
  equipment(id: string): Equipment | undefined
  listEquipment(): Iterable<Equipment>
  gateways(): readonly Gateway[]
  /** @throws CodedError ALREADY_EXISTS */
  addEquipment(equipment: Omit<Equipment, 'createdAt'>): Promise<Equipment>
  /** Where a drill's list looks for what its devices sent, and where samples are counted; without it neither is told. */
  telemetry?: Pick<TelemetryStore, 'range' | 'latest' | 'downsample'>
  /** Asks the rules to end a latched fault; the answer comes when the end is durable. Never called inside a transaction. */
  resetFault(equipment: string, code: string): Promise<'resolved' | 'stillActive' | 'unknown'>
  site(id: string): Site | undefined
  /** The newest values of a piece of equipment, as the rules see them. */
  observed(equipment: string): Promise<EquipmentView>
  /** The metrics that a fault's rule goes by and that are not known now; a fault that no rule watches has none. */
  unknownMetrics(equipment: string, code: string): Promise<readonly string[]>
  /** Where photos are kept, in a folder of their own. */
  dataDir: string
  /** Where residents reach the pages, such as `https://care.example`. */
  publicUrl?: string | undefined
  clock: Clock
  log: Log
  /** How often overdue clocks and ended shelves are looked for, in milliseconds. */
  sweepMs?: number
}

/** What the parts of the stage share. */
export interface Workshop extends MaintenanceNeeds {
  calendars: Calendars
  policies: Policies
  /** IANA name of a site's time zone. */
  timezone(site: string): string
}
