import type { Database } from '#database/database.ts'
import type { Catalogue } from '#domain/catalogue.ts'
import type { Equipment, Gateway } from '#domain/equipment.ts'
import type { Log } from '#domain/log.ts'
import type { Clock } from '#domain/time.ts'
import type { WorkingCalendar } from './clocks/workingDays.ts'

/** What the maintenance stage needs from outside. */
export interface MaintenanceNeeds {
  database: Database
  catalogue: Catalogue
  equipment(id: string): Equipment | undefined
  listEquipment(): Iterable<Equipment>
  gateways(): readonly Gateway[]
  /** @throws CodedError ALREADY_EXISTS */
  addEquipment(equipment: Omit<Equipment, 'createdAt'>): Promise<Equipment>
  /** Asks the rules to end a latched fault; the answer comes when the end is durable. Never called inside a transaction. */
  resetFault(equipment: string, code: string): Promise<'resolved' | 'stillActive' | 'unknown'>
  clock: Clock
  log: Log
  /** How often overdue clocks and ended shelves are looked for, in milliseconds. */
  sweepMs?: number
}

/** What the parts of the stage share. */
export interface Workshop extends MaintenanceNeeds {
  calendar: WorkingCalendar
}
