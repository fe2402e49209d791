import type { ComplaintChange, ComplaintMove, NewComplaint } from '#domain/complaintForms.ts'
import { moversOf } from '#domain/complaintMoves.ts'
import type { Complaint, ComplaintStatus } from '#domain/complaints.ts'
import { CodedError } from '#domain/errors.ts'
import type { Page, SiteQuery } from '#domain/page.ts'
import { type Actor, seesSite } from '#domain/people.ts'
import type { Workshop } from '../needs.ts'
import { cursorKey, pageSize, toPage } from '../paging.ts'
import { sitesShown } from '../siteScope.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { changeComplaint } from './changeComplaint.ts'
import { assembleComplaints, type ComplaintRow, lockComplaint } from './complaintRows.ts'
import { moveComplaint } from './moveComplaint.ts'
import { registerComplaint } from './registerComplaint.ts'

interface ComplaintQuery extends SiteQuery {
  open?: boolean
  status?: ComplaintStatus
  kind?: string
  ticket?: string
  technician?: string
}

export interface Complaints {
  /** The newest first; one without a site is shown to those who see every site. */
  list(query: ComplaintQuery): Promise<Page<Complaint>>
  get(id: string): Promise<Complaint | undefined>
  many(ids: readonly string[]): Promise<Complaint[]>
  /** @returns the complaint, and the token of the complainer's page @throws CodedError NOT_FOUND, BAD_REQUEST, UNKNOWN_SITE, UNKNOWN_TECHNICIAN */
  add(input: NewComplaint, actor: Actor): Promise<Complaint & { token: string }>
  /** @throws CodedError NOT_FOUND, STALE_VERSION, BAD_REQUEST, UNKNOWN_SITE, UNKNOWN_TECHNICIAN, ILLEGAL_MOVE when it is closed */
  change(id: string, change: ComplaintChange, actor: Actor): Promise<Complaint>
  /** @throws CodedError NOT_FOUND, STALE_VERSION, ILLEGAL_MOVE, FORBIDDEN, MOVE_NEEDS, BAD_REQUEST */
  move(id: string, move: ComplaintMove, actor: Actor): Promise<Complaint>
}

const sees = (actor: Actor, { site }: { site?: string | null }): boolean =>
  site == null ? actor.sites.length === 0 : seesSite(actor, site)

async function listComplaints(needs: Workshop, query: ComplaintQuery): Promise<Page<Complaint>> {
  const { db } = needs.database
  const { open, status, kind, ticket, technician } = query
  const sites = sitesShown(query)
  const after = cursorKey(query.cursor, [0, ''] as const)
  const size = pageSize(query)
  const rows = await db
    .selectFrom('complaint')
    .selectAll()
    .$if(open !== undefined, q => q.where('closed_at', open ? 'is' : 'is not', null))
    .$if(status !== undefined, q => q.where('status', '=', status as ComplaintStatus))
    .$if(kind !== undefined, q => q.where('kind', '=', kind ?? ''))
    .$if(ticket !== undefined, q => q.where('ticket', '=', ticket ?? ''))
    .$if(technician !== undefined, q => q.where('technician', '=', technician ?? ''))
    .$if(sites !== undefined, q => q.where('site', 'in', [...(sites ?? []), '']))
    .$if(after !== undefined, q =>
      q.where(eb => eb(eb.refTuple('registered_at', 'id'), '<', eb.tuple(after?.[0] ?? 0, after?.[1] ?? ''))),
    )
    .orderBy('registered_at', 'desc')
    .orderBy('id', 'desc')
    .limit(size + 1)
    .execute()
  const page = toPage(rows, size, row => [row.registered_at, row.id])
  return { ...page, items: await assembleComplaints(db, page.items) }
}

export function createComplaints(needs: Workshop): Complaints {
  const { db, write } = needs.database
  const many = async (ids: readonly string[]) =>
    await assembleComplaints(
      db,
      ids.length === 0 ? [] : await db.selectFrom('complaint').selectAll().where('id', 'in', ids).execute(),
    )
  const get = async (id: string) => (await many([id]))[0]
  const read = async (id: string) => (await get(id)) as Complaint
  const held = async (trx: Trx, id: string, actor: Actor): Promise<ComplaintRow> => {
    const complaint = await lockComplaint(trx, id)
    if (!complaint || !sees(actor, complaint)) throw new CodedError('NOT_FOUND', { complaint: id })
    return complaint
  }
  return {
    list: query => listComplaints(needs, query),
    get,
    many,
    add: async (input, actor) => {
      const { id, token } = await write(trx => registerComplaint(trx, needs, input, actor))
      return { ...(await read(id)), token }
    },
    change: async (id, change, actor) => {
      await write(async trx => changeComplaint(trx, needs, await held(trx, id, actor), change, actor))
      return await read(id)
    },
    move: async (id, move, actor) => {
      const mover = { by: actor.username, movers: moversOf(actor) }
      await write(async trx => moveComplaint(trx, needs, await held(trx, id, actor), move, mover))
      return await read(id)
    },
  }
}
