import type { Kysely, Selectable } from 'kysely'
import { nextNumber } from '#database/changeLog.ts'
import { hashToken, makeSecret } from '#database/secrets.ts'
import type { Tables } from '#database/tables.ts'
import type { ChecklistAnswers } from '#domain/checklists.ts'
import { isInCrew } from '#domain/crew.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import type { PhotoOwner } from '#domain/reported.ts'
import { ENDED } from '#domain/tickets.ts'
import type { LinkedWork, LinkMove, WorkLink } from '#domain/workLinks.ts'
import type { Workshop } from '../../needs.ts'
import { answerChecklist } from '../../plans/checklist/answerChecklist.ts'
import { changeTicket } from '../../tickets/changeTicket.ts'
import { lockVisible, refuseEnded, type TicketRow, type Trx } from '../../tickets/lockTicket.ts'
import { moveTicket } from '../../tickets/moveTicket.ts'
import { withoutNulls } from '../../withoutNulls.ts'
import { linkedWork } from './linkedWork.ts'
import { tellLess } from './tellLess.ts'

const HOUR = 3_600_000

/** Contractors act on one ticket by a link, without an account. The link is kept only as a hash. */
export interface WorkLinks {
  /**
   * A link for one of the crew, in place of their last; left out, for who leads.
   * @throws CodedError NOT_FOUND, TICKET_ENDED, MOVE_NEEDS before somebody is assigned, UNKNOWN_TECHNICIAN for who is not of the crew
   */
  issue(ticket: string, options: NewWorkLink, actor: Actor): Promise<WorkLink>
  list(ticket: string): Promise<WorkLink[]>
  /** @throws CodedError NOT_FOUND */
  revoke(ticket: string, link: string, actor: Actor): Promise<void>
  /** @throws CodedError LINK_UNKNOWN, LINK_EXPIRED */
  work(token: string): Promise<LinkedWork>
  /** @throws CodedError LINK_UNKNOWN, LINK_EXPIRED, and see `Tickets.move` */
  move(token: string, move: LinkMove): Promise<LinkedWork>
  /** Answers the checklist of a visit. @throws CodedError LINK_UNKNOWN, LINK_EXPIRED, and see `Tickets.answer` */
  answer(token: string, answers: ChecklistAnswers): Promise<LinkedWork>
  /** Whose photos are shown and added by the link, and in whose name. @throws CodedError LINK_UNKNOWN, LINK_EXPIRED */
  photosOf(token: string): Promise<PhotoOwner & { by: string }>
}

export interface NewWorkLink {
  hours?: number | undefined
  technician?: string | undefined
}

type LinkRow = Selectable<Tables['work_link']>

const present = (row: LinkRow): WorkLink => ({
  id: row.id,
  technician: row.technician,
  createdAt: row.created_at,
  createdBy: row.created_by,
  expiresAt: row.expires_at,
  ...withoutNulls({ revokedAt: row.revoked_at }),
})

/** Ends the links of a held ticket that still hold and that are one person's, or one alone. */
async function revokeLinks(
  trx: Trx,
  ticket: string,
  which: { technician: string } | { id: string },
  { actor, at }: { actor: Actor; at: number },
): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('work_link')
    .set({ revoked_at: at, revoked_by: actor.username })
    .where('ticket', '=', ticket)
    .where('revoked_at', 'is', null)
    .where('id' in which ? eb => eb('id', '=', which.id) : eb => eb('technician', '=', which.technician))
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

/** Whom of a held ticket's crew a link is for. @throws CodedError MOVE_NEEDS, UNKNOWN_TECHNICIAN */
function holderOf(ticket: TicketRow, named: string | undefined): string {
  const holder = named ?? ticket.technician
  if (holder === null || ticket.technician_proposed === 1)
    throw new CodedError('MOVE_NEEDS', { missing: ['technician'] })
  if (!isInCrew(holder, ticket)) throw new CodedError('UNKNOWN_TECHNICIAN', { technician: holder })
  return holder
}

async function issueLink(
  needs: Workshop,
  id: string,
  { hours = needs.catalogue.dispatch.linkHours, technician: named }: NewWorkLink,
  actor: Actor,
): Promise<WorkLink> {
  const at = needs.clock.now()
  const token = makeSecret()
  return await needs.database.write(async trx => {
    const ticket = await lockVisible(trx, id, actor)
    refuseEnded(ticket)
    const technician = holderOf(ticket, named)
    await revokeLinks(trx, id, { technician }, { actor, at })
    const row: LinkRow = {
      id: `wl-${await nextNumber(trx, 'workLink')}`,
      ticket: id,
      technician,
      token_hash: hashToken(token),
      created_at: at,
      created_by: actor.username,
      expires_at: at + hours * HOUR,
      revoked_at: null,
      revoked_by: null,
    }
    await trx.insertInto('work_link').values(row).execute()
    const detail = { technician, expiresAt: row.expires_at }
    await changeTicket(trx, needs, ticket, { at, by: actor.username, event: 'linkIssued', detail })
    return { ...present(row), token }
  })
}

async function revokeLink(needs: Workshop, id: string, link: string, actor: Actor): Promise<void> {
  const at = needs.clock.now()
  await needs.database.write(async trx => {
    const ticket = await lockVisible(trx, id, actor)
    if ((await revokeLinks(trx, id, { id: link }, { actor, at })) === 0) throw new CodedError('NOT_FOUND', { link })
    await changeTicket(trx, needs, ticket, { at, by: actor.username, event: 'linkRevoked', detail: {} })
  })
}

/**
 * The link and its ticket, while it holds: neither over nor taken back, and its holder still works here and is of the ticket's
 * crew. Exact while the ticket is held, because links are taken back only then.
 */
async function holding(
  db: Kysely<Tables>,
  needs: Workshop,
  token: string,
): Promise<{ link: LinkRow; ticket: TicketRow }> {
  const link = await db
    .selectFrom('work_link')
    .innerJoin('technician', 'technician.id', 'work_link.technician')
    .selectAll('work_link')
    .select('technician.active')
    .where('token_hash', '=', hashToken(token))
    .executeTakeFirst()
  if (!link) throw new CodedError('LINK_UNKNOWN')
  const ticket = await db.selectFrom('ticket').selectAll().where('id', '=', link.ticket).executeTakeFirstOrThrow()
  const over = link.revoked_at !== null || link.expires_at <= needs.clock.now() || link.active !== 1
  if (over || !isInCrew(link.technician, ticket) || ENDED.includes(ticket.status)) throw new CodedError('LINK_EXPIRED')
  return { link, ticket }
}

export function createWorkLinks(needs: Workshop): WorkLinks {
  const { db } = needs.database
  const work = async (token: string) => {
    const { link, ticket } = await holding(db, needs, token)
    return await linkedWork(db, needs, ticket, link)
  }
  /** What is done by the link is done as its holder, while it holds. */
  const act = async (
    token: string,
    doIt: (ticket: string, actor: Actor, mayStill: (trx: Trx) => Promise<unknown>) => Promise<void>,
  ) => {
    const { link, ticket } = await holding(db, needs, token)
    const actor: Actor = { username: link.technician, role: 'technician', sites: [ticket.site] }
    await doIt(ticket.id, actor, trx => holding(trx, needs, token))
    const changed = await db.selectFrom('ticket').selectAll().where('id', '=', ticket.id).executeTakeFirstOrThrow()
    return await linkedWork(db, needs, changed, link)
  }
  return {
    issue: (ticket, asked, actor) => issueLink(needs, ticket, asked, actor),
    list: async ticket => {
      const rows = await db
        .selectFrom('work_link')
        .selectAll()
        .where('ticket', '=', ticket)
        .orderBy('created_at', 'desc')
        .execute()
      return rows.map(present)
    },
    revoke: (ticket, link, actor) => revokeLink(needs, ticket, link, actor),
    work,
    move: (token, move) =>
      act(token, (id, actor, mayStill) => moveTicket(needs, id, move, actor, mayStill).catch(tellLess)),
    photosOf: async token => {
      const { link, ticket } = await holding(db, needs, token)
      return { id: ticket.id, ticket: ticket.id, by: link.technician }
    },
    answer: (token, answers) =>
      act(token, (id, actor, mayStill) => answerChecklist(needs, id, answers, actor, mayStill)),
  }
}
