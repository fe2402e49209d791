import type { ClockKind, ClockLine } from '#domain/ticketClocks.ts'
import type { Trx } from '../tickets/lockTicket.ts'

export interface NewClockLine extends ClockLine {
  kind: ClockKind
}

/** Adds lines to the account of a held ticket's clocks. */
export async function addClockLines(trx: Trx, ticket: string, lines: readonly NewClockLine[]): Promise<void> {
  if (lines.length === 0) return
  const last = await trx
    .selectFrom('clock_line')
    .select(['kind', eb => eb.fn.max('number').as('number')])
    .where('ticket', '=', ticket)
    .groupBy('kind')
    .execute()
  const numbers = new Map(last.map(({ kind, number }) => [kind, Number(number)]))
  const rows = lines.map(({ kind, at, event, by, detail }) => {
    const number = (numbers.get(kind) ?? 0) + 1
    numbers.set(kind, number)
    return { ticket, kind, number, at, event, by, detail: detail ? JSON.stringify(detail) : null }
  })
  await trx.insertInto('clock_line').values(rows).execute()
}
