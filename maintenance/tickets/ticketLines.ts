import { everyPage } from '#domain/everyPage.ts'
import type { Repair } from '#domain/ticketActs.ts'
import type { TicketLine } from '#domain/tickets.ts'
import { batches } from '../batches.ts'
import type { Workshop } from '../needs.ts'
import { withoutNulls } from '../withoutNulls.ts'
import { keysPage, type TicketQuery } from './ticketList.ts'

async function readLines({ database: { reader } }: Workshop, ids: readonly string[]): Promise<TicketLine[]> {
  const rows = await reader
    .selectFrom('ticket')
    .select(['id', 'priority', 'site', 'equipment', 'status', 'title', 'trouble', 'technician', 'second', 'repair'])
    .select(['fault_code as faultCode', 'opened_at as openedAt', 'failed_at as failedAt'])
    .select(['restored_at as restoredAt', 'closed_at as closedAt'])
    .where('id', 'in', ids)
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map(({ repair, ...row }) => {
    const done: Repair | undefined = repair === null ? undefined : JSON.parse(repair)
    return withoutNulls({ ...row, cause: done?.cause ?? null })
  })
}

/** So many keys are found at once, as each search may go through all tickets, and so many rows are read. */
const KEYS = 10_000
const ROWS = 250

/**
 * Every ticket that a list has, newest first, some hundred at a time, so that a list of any length takes the same memory.
 * What is opened meanwhile is left out; what is changed stands as it is read.
 */
export async function* ticketLines(needs: Workshop, query: TicketQuery): AsyncGenerator<TicketLine[]> {
  const list = (cursor?: string) => keysPage(needs, { ...query, cursor }, KEYS)
  for await (const { items } of everyPage(list, query.cursor)) {
    const ids = items.map(({ id }) => id)
    for (const some of batches(ids, ROWS)) yield await readLines(needs, some)
  }
}
