import type { Page, PageQuery } from '#domain/page.ts'
import type { Reservation, ReservationStatus, TicketPart } from '#domain/parts.ts'
import type { Workshop } from '../needs.ts'
import { cursorKey, pageSize, toPage } from '../paging.ts'
import { withoutNulls } from '../withoutNulls.ts'
import type { ReservationRow } from './reservations.ts'

interface ReservationQuery extends PageQuery {
  ticket?: string | undefined
  partNo?: string | undefined
  status?: ReservationStatus | undefined
  /** Of tickets at these sites; empty: all. */
  sites?: readonly string[] | undefined
}

export const toTicketPart = (row: ReservationRow): Omit<TicketPart, 'expectedAt'> => ({
  partNo: row.part_no,
  quantity: row.quantity,
  status: row.status,
  ...(row.store !== '' && { store: row.store }),
  ...withoutNulls({ insteadOf: row.instead_of }),
})

export interface Reservations {
  /** Newest first. */
  list(query: ReservationQuery): Promise<Page<Reservation>>
}

function selectReservations(
  { database: { db } }: Workshop,
  { ticket, partNo, status, sites = [], cursor }: ReservationQuery,
) {
  const after = cursorKey(cursor, [0, '', '', '', ''] as const)
  const [at, id, part, kept, store] = after ?? [0, '', '', '', '']
  return db
    .selectFrom('reservation')
    .selectAll()
    .$if(ticket !== undefined, q => q.where('ticket', '=', ticket ?? ''))
    .$if(partNo !== undefined, q => q.where('part_no', '=', partNo ?? ''))
    .$if(status !== undefined, q => q.where('status', '=', status ?? 'reserved'))
    .$if(sites.length > 0, q =>
      q.where('ticket', 'in', db.selectFrom('ticket').select('id').where('site', 'in', sites)),
    )
    .$if(after !== undefined, q =>
      q.where(eb =>
        eb(
          eb.refTuple('created_at', 'ticket', 'part_no', 'status', 'store'),
          '<',
          eb.tuple(at, id, part, kept as ReservationStatus, store),
        ),
      ),
    )
    .orderBy('created_at', 'desc')
    .orderBy('ticket', 'desc')
    .orderBy('part_no', 'desc')
    .orderBy('status', 'desc')
    .orderBy('store', 'desc')
}

export function createReservations(needs: Workshop): Reservations {
  return {
    list: async query => {
      const size = pageSize(query)
      const rows = await selectReservations(needs, query)
        .limit(size + 1)
        .execute()
      const page = toPage(rows, size, r => [r.created_at, r.ticket, r.part_no, r.status, r.store])
      const items = page.items.map(row => ({ ...toTicketPart(row), ticket: row.ticket, createdAt: row.created_at }))
      return { ...page, items }
    },
  }
}
