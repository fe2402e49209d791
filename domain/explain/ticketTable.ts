import type { CsvCell } from '../csv.ts'
import type { TicketLine } from '../tickets.ts'
import type { Millis } from '../time.ts'
import { toLocal } from '../zonedTime.ts'
import type { CatalogueNames } from './catalogueNames.ts'
import { crewName } from './crewName.ts'
import type { Language } from './language.ts'
import { STATUS_WORDS } from './statusWords.ts'
import { TICKET_COLUMN_WORDS } from './ticketColumns.ts'
import { ticketTitle } from './ticketTitle.ts'

/** What the ids of tickets stand for. */
export interface TicketTableNames extends CatalogueNames {
  siteName(id: string): string
  equipmentName(id: string): string
  technicianName(id: string): string
  /** IANA name of the zone in which the times of a site are written. */
  zone(site: string): string
}

/** `2026-11-27 08:30:00`, as spreadsheets read it. */
const moment = (at: Millis, zone: string): string =>
  new Date(toLocal(zone, at)).toISOString().slice(0, 19).replace('T', ' ')

/** Tickets as a table in words: its heads, and how a row is made. */
export function ticketTable(language: Language, names: TicketTableNames) {
  const word = TICKET_COLUMN_WORDS[language]
  const time = (at: Millis | undefined, site: string) => (at === undefined ? undefined : moment(at, names.zone(site)))
  const columns: readonly [head: string, cell: (ticket: TicketLine) => CsvCell][] = [
    [word['ticket.number'], ticket => ticket.id],
    [word['ticket.priority'], ticket => ticket.priority],
    [word['fault.what'], ticket => ticketTitle(ticket, names)],
    [word['found.site'], ticket => names.siteName(ticket.site)],
    [word['found.equipment'], ticket => names.equipmentName(ticket.equipment)],
    [word['found.faultCode'], ticket => ticket.faultCode],
    [word['ticket.status'], ticket => STATUS_WORDS[language][`status.${ticket.status}`]],
    [word['ticket.technician'], ticket => crewName(ticket, names.technicianName)],
    [word['found.cause'], ({ cause }) => (cause === undefined ? undefined : names.closeCode('cause', cause))],
    [word['ticket.opened'], ticket => time(ticket.openedAt, ticket.site)],
    [word['found.when.failed'], ticket => time(ticket.failedAt, ticket.site)],
    [word['found.when.restored'], ticket => time(ticket.restoredAt, ticket.site)],
    [word['found.ended'], ticket => time(ticket.closedAt, ticket.site)],
  ]
  return {
    heads: columns.map(([head]) => head),
    row: (ticket: TicketLine): CsvCell[] => columns.map(([, cell]) => cell(ticket)),
  }
}
