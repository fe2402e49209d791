import type { Workshop } from '../../needs.ts'
import { refreshFigures } from './refreshFigures.ts'

/** Statements stay below SQLite's 32,766 parameters. */
const BATCH = 500

/** Writes the figures of tickets that have none: those from before there were figures. */
export async function fillFigures(needs: Pick<Workshop, 'database' | 'catalogue' | 'log'>): Promise<void> {
  const { database, log } = needs
  let filled = 0
  for (let last = ''; ; ) {
    const rows = await database.db
      .selectFrom('ticket')
      .leftJoin('ticket_figure', 'ticket_figure.ticket', 'ticket.id')
      .select('ticket.id as id')
      .where('ticket_figure.ticket', 'is', null)
      .where('ticket.id', '>', last)
      .orderBy('ticket.id')
      .limit(BATCH)
      .execute()
    const ids = rows.map(row => row.id)
    if (ids.length === 0) break
    await database.write(trx => refreshFigures(trx, needs, ids))
    filled += ids.length
    last = ids.at(-1) as string
  }
  if (filled > 0) log.info({ tickets: filled }, 'what reports count of older tickets is written')
}
