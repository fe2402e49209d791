import type { Page } from '#domain/page.ts'
import type { Reservation, ReservationStatus } from '#domain/parts.ts'
import type { Workshop } from '../needs.ts'
import { cursorKey, type PageQuery, pageSize, toPage } from '../paging.ts'

interface ReservationQuery extends PageQuery {
  ticket?: string | undefined
  partNo?: string | undefined
  status?: ReservationStatus | undefined
}

export interface Reservations {
  /** Newest first. */
  list(query: ReservationQuery): Promise<Page<Reservation>>
}

function selectReservations({ database: { db } }: Workshop, { ticket, partNo, status, cursor }: ReservationQuery) {
  const after = cursorKey(cursor, [0, '', '', ''] as const)
  const [at, id, part, kept] = after ?? [0, '', '', '']
  return db
    .selectFrom('reservation')
    .selectAll()
    .$if(ticket !== undefined, q => q.where('ticket', '=', ticket ?? ''))
    .$if(partNo !== undefined, q => q.where('part_no', '=', partNo ?? ''))
    .$if(status !== undefined, q => q.where('status', '=', status ?? 'reserved'))
    .$if(after !== undefined, q =>
      q.where(eb =>
        eb(
          eb.refTuple('created_at', 'ticket', 'part_no', 'status'),
          '<',
          eb.tuple(at, id, part, kept as ReservationStatus),
        ),
      ),
    )
    .orderBy('created_at', 'desc')
    .orderBy('ticket', 'desc')
    .orderBy('part_no', 'desc')
    .orderBy('status', 'desc')
}

export function createReservations(needs: Workshop): Reservations {
  return {
    list: async query => {
      const size = pageSize(query)
      const rows = await selectReservations(needs, query)
        .limit(size + 1)
        .execute()
      const page = toPage(rows, size, r => [r.created_at, r.ticket, r.part_no, r.status])
      const items = page.items.map(({ ticket, part_no: partNo, quantity, status, created_at: createdAt }) => ({
        ticket,
        partNo,
        quantity,
        status,
        createdAt,
      }))
      return { ...page, items }
    },
  }
}
