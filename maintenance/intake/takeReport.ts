import { nextNumber } from '#database/changeLog.ts'
import { hashToken, makeSecret } from '#database/secrets.ts'
import type { Equipment } from '#domain/equipment.ts'
import { CodedError } from '#domain/errors.ts'
import type { PublicReport } from '#domain/intake.ts'
import { PLACE_CLASS } from '#domain/placeClass.ts'
import type { Channel, TakenReport } from '#domain/reported.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import { lockTicket, refuseEnded, type Trx } from '../tickets/lockTicket.ts'
import { openAbout } from '../tickets/openAbout.ts'
import { findRunning, joinTicket } from './joinTicket.ts'
import type { SitePlaces } from './sitePlaces.ts'
import { toldRow } from './toldRow.ts'
import { planOf, readTold, type Told } from './trouble.ts'

/** Who takes it down, and how it came in. */
interface Taking {
  by: string
  channel: Channel
  /** The ticket that the desk says it belongs to. */
  ticket?: string | undefined
}

/** What is told of a place may belong to any ticket of its site. @throws CodedError NOT_FOUND, TICKET_ENDED */
async function namedTicket(trx: Trx, id: string, { equipment }: Told) {
  const ticket = await lockTicket(trx, id)
  const there = equipment.class === PLACE_CLASS ? ticket?.site === equipment.site : ticket?.equipment === equipment.id
  if (!ticket || !there) throw new CodedError('NOT_FOUND', { ticket: id })
  refuseEnded(ticket)
  return ticket
}

/** Exactly one running ticket a piece of equipment, trouble and, at a place, its words: the running one is joined, otherwise one is opened. */
async function findOrOpen(
  trx: Trx,
  needs: Workshop,
  told: Told,
  report: string,
  { by, ticket: named }: Taking,
  at: Millis,
): Promise<{ ticket: string; joined: boolean }> {
  for (;;) {
    const running = named === undefined ? await findRunning(trx, told) : await namedTicket(trx, named, told)
    if (running) {
      await joinTicket(trx, needs, running, { told, report }, { at, by })
      return { ticket: running.id, joined: true }
    }
    const opened = await openAbout(trx, needs, planOf(needs, told, by, at))
    if (opened !== undefined) return { ticket: opened, joined: false }
  }
}

/** The report that was sent with this key before, with a new token: the answer that held the first one was lost. */
async function sentBefore(trx: Trx, key: string | undefined, token: string): Promise<TakenReport | undefined> {
  if (key === undefined) return undefined
  const row = await trx
    .updateTable('report')
    .set({ token_hash: hashToken(token) })
    .where('key_hash', '=', hashToken(key))
    .where('forgotten_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  return row && { id: row.id, ticket: row.ticket, token, joined: row.joined === 1, danger: row.danger === 1 }
}

/** The equipment that is named; or the place that stands for the site, where words say more. @throws CodedError NOT_FOUND, BAD_REQUEST */
async function findSubject(
  needs: Workshop,
  places: SitePlaces,
  { equipment: id, site, place }: Pick<PublicReport, 'equipment' | 'site' | 'place'>,
): Promise<Equipment> {
  const wrong = (path: string, message: string) =>
    new CodedError('BAD_REQUEST', { problems: [{ in: 'body', path, message }] })
  if ((id === undefined) === (site === undefined)) throw wrong('/equipment', 'either the equipment or its site')
  const piece = id === undefined ? await places(site ?? '') : needs.equipment(id)
  if (!piece) throw new CodedError('NOT_FOUND', { equipment: id })
  if (piece.params.wholeSite === true && place === undefined)
    throw wrong('/place', 'words have to say where at the site')
  return piece
}

/**
 * Takes a report down: it gets a row of its own, with its contact and token, and a ticket, running or new.
 * @throws CodedError NOT_FOUND, BAD_REQUEST, UNKNOWN_TROUBLE, UNKNOWN_CLASS, TICKET_ENDED
 */
export async function takeReport(
  needs: Workshop,
  places: SitePlaces,
  input: PublicReport,
  taking: Taking,
): Promise<TakenReport> {
  const told = readTold(needs, await findSubject(needs, places, input), input)
  const { danger } = told
  const at = needs.clock.now()
  const token = makeSecret()
  const { key } = input
  return await needs.database.write(async trx => {
    // The counter's row is held until the end: what is sent twice at once comes one after the other.
    const id = `r-${await nextNumber(trx, 'report')}`
    const before = await sentBefore(trx, key, token)
    if (before) return before
    const { ticket, joined } = await findOrOpen(trx, needs, told, id, taking, at)
    const row = {
      ...toldRow(told, input, taking),
      id,
      ticket,
      at,
      joined: joined ? 1 : 0,
      token_hash: hashToken(token),
    }
    await trx.insertInto('report').values(row).execute()
    return { id, ticket, token, joined, danger }
  })
}
