import type { Page } from '#domain/page.ts'
import type { Query } from '../../api/api.ts'
import type { TicketItem } from '../../api/items.ts'
import { useServices } from '../../services.ts'
import { saveCsv } from '../analytics/csv.ts'
import { useLookups } from '../useLookups.ts'
import { ticketTitle } from './ticketTitle.ts'

/** So many a question: the service's most. */
const PAGE = 200

/** Gives every ticket of a list as a table in a file, however many pages it has. */
export function useSaveTickets(): (query: Query) => Promise<void> {
  const { api, names, i18n } = useServices()
  const { t } = i18n
  const lookups = useLookups()
  const columns: [string, (ticket: TicketItem) => string | number | undefined][] = [
    [t('ticket.number'), ticket => ticket.id],
    [t('ticket.priority'), ticket => ticket.priority],
    [t('fault.what'), ticket => ticketTitle(ticket, names)],
    [t('found.site'), ticket => lookups.siteName(ticket.site)],
    [t('found.equipment'), ticket => lookups.equipmentName(ticket.equipment)],
    [t('found.faultCode'), ticket => ticket.faultCode],
    [t('ticket.status'), ticket => t(`status.${ticket.status}`)],
    [t('ticket.technician'), ticket => lookups.crewName(ticket)],
    [t('found.cause'), ticket => ticket.repair?.cause && names.closeCode('cause', ticket.repair.cause)],
    [t('ticket.opened'), ticket => ticket.openedAt],
    [t('found.when.failed'), ticket => ticket.failedAt],
    [t('found.when.restored'), ticket => ticket.restoredAt],
    [t('found.ended'), ticket => ticket.closedAt],
  ]
  return async query => {
    const rows: (string | number | undefined)[][] = [columns.map(([title]) => title)]
    let cursor: string | undefined
    do {
      const page: Page<TicketItem> = await api.get('/tickets', { ...query, limit: PAGE, cursor })
      rows.push(...page.items.map(ticket => columns.map(([, read]) => read(ticket))))
      cursor = page.nextCursor
    } while (cursor !== undefined)
    saveCsv('tickets', rows)
  }
}
