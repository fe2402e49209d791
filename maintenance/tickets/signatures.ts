import { type Kysely, sql } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { Signature, SignaturePurpose } from '#domain/ticketActs.ts'
import type { Signing } from '#domain/ticketForms.ts'
import type { Millis } from '#domain/time.ts'
import type { Trx } from './lockTicket.ts'

/** The signatures of tickets, without their drawings. */
export async function signaturesOf(
  db: Kysely<Tables>,
  tickets: readonly string[],
): Promise<(Signature & { ticket: string })[]> {
  const rows = await db
    .selectFrom('ticket_signature')
    .select(['ticket', 'number', 'purpose', 'name', 'party', 'at', 'by'])
    .select(sql<number>`case when image is null then 0 else 1 end`.as('drawn'))
    .where('ticket', 'in', tickets)
    .orderBy('number')
    .execute()
  return rows.map(row => ({ ...row, drawn: Number(row.drawn) === 1 }))
}

/** A drawn signature as a PNG. */
export async function drawingOf(db: Kysely<Tables>, ticket: string, number: number): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('ticket_signature')
    .select('image')
    .where('ticket', '=', ticket)
    .where('number', '=', number)
    .executeTakeFirst()
  return row?.image == null ? undefined : Buffer.from(row.image, 'base64')
}

/** Takes a signature down on a held ticket; its drawing is as `redrawn` makes it. @returns its number */
export async function addSignature(
  trx: Trx,
  ticket: string,
  { name, party, image, purpose }: Signing & { purpose: SignaturePurpose },
  { at, by }: { at: Millis; by: string },
): Promise<number> {
  const last = await trx
    .selectFrom('ticket_signature')
    .select(eb => eb.fn.max('number').as('number'))
    .where('ticket', '=', ticket)
    .executeTakeFirst()
  const number = (last?.number ?? 0) + 1
  const drawing = image === undefined ? null : image.slice(image.indexOf(',') + 1)
  await trx
    .insertInto('ticket_signature')
    .values({ ticket, number, purpose, name, party, at, by, image: drawing })
    .execute()
  return number
}

/** Whether an owner has agreed since the diagnosis was made. */
export async function consented(trx: Pick<Trx, 'selectFrom'>, ticket: string, since: Millis): Promise<boolean> {
  const found = await trx
    .selectFrom('ticket_signature')
    .select('number')
    .where('ticket', '=', ticket)
    .where('purpose', '=', 'consent')
    .where('at', '>=', since)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}
