import { type SqlBool, sql } from 'kysely'
import type { Page, SiteQuery } from '#domain/page.ts'
import type { TicketFilter } from '#domain/ticketFilter.ts'
import { ENDED, type Ticket, type TicketStatus } from '#domain/tickets.ts'
import { figuresWhere } from '../analytics/figures/figuresWhere.ts'
import { readReportPolicy } from '../analytics/reportPolicy.ts'
import { containing } from '../likePattern.ts'
import type { Workshop } from '../needs.ts'
import { cursorKey, MAX_LIMIT, pageSize, toPage } from '../paging.ts'
import { sitesShown } from '../siteScope.ts'
import { assembleTickets } from './ticketView.ts'

export interface TicketQuery extends SiteQuery, Omit<TicketFilter, 'site'> {
  status?: TicketStatus | readonly TicketStatus[] | undefined
  /** Part of the number, the title, the equipment's id or name, the fault's code or name. */
  text?: string | undefined
}

/** Codes are written in capitals, ids small; so each is compared in its own writing. */
function textIs(needs: Workshop, text: string) {
  const small = text.toLowerCase()
  const like = containing(small)
  const named = [...needs.listEquipment()].filter(e => e.name.toLowerCase().includes(small)).map(e => e.id)
  const codes = [...needs.catalogue.classes.values()].flatMap(entry =>
    [...entry.fault.values()]
      .filter(rule => rule.name.toLowerCase().includes(small) || rule.name_zh.includes(text))
      .map(rule => rule.code),
  )
  const title = needs.database.dialect === 'sqlite' ? sql`like` : sql`ilike`
  const among = (column: string, values: readonly string[]) =>
    values.length === 0 ? sql`` : sql` or ${sql.ref(column)} in (${sql.join(values.slice(0, 500))})`
  return sql<SqlBool>`(ticket.id like ${like} escape '\\' or ticket.equipment like ${like} escape '\\'
    or ticket.fault_code like ${like.toUpperCase()} escape '\\' or ticket.title ${title} ${like} escape '\\'${among('ticket.equipment', named)}${among('ticket.fault_code', codes)})`
}

/** What only a ticket's figures tell. */
const FIGURES = [
  'when',
  'from',
  'to',
  'class',
  'model',
  'faultCode',
  'cause',
  'is',
  'clock',
  'score',
  'plan',
  'carries',
  'carriesModel',
  'demandOf',
] as const

async function figuresAre(needs: Workshop, query: TicketQuery): Promise<ReturnType<typeof figuresWhere>> {
  if (FIGURES.every(key => query[key] === undefined)) return []
  const { open: _, site: __, equipment, ...filter } = query
  const narrowed = { ...filter, ...(equipment !== undefined && { equipment }) } as TicketFilter
  return figuresWhere(narrowed, await readReportPolicy(needs.database.db))
}

interface Key {
  id: string
  opened_at: number
}

const newestFirst = (a: Key, b: Key): number => b.opened_at - a.opened_at || (a.id < b.id ? 1 : -1)

/** A page of the keys of tickets, newest first. @throws CodedError BAD_REQUEST for a cursor of another list */
export const keysPage = async (
  needs: Workshop,
  query: TicketQuery,
  size: number = pageSize(query),
): Promise<Page<Key>> => toPage(await pageKeys(needs, query, size + 1), size, key => [key.opened_at, key.id])

/** The first keys; whose tickets are asked for has led some and gone along to others, each read by its own index. */
async function pageKeys(needs: Workshop, query: TicketQuery, limit: number): Promise<Key[]> {
  if (query.technician === undefined) return await selectKeys(needs, query, limit)
  const select = (place: 'technician' | 'second') => selectKeys(needs, query, limit, place)
  const [led, along] = [await select('technician'), await select('second')]
  return [...led, ...along].sort(newestFirst).slice(0, limit)
}

/** Newest first, read from indexes alone where those suffice. */
async function selectKeys(
  needs: Workshop,
  query: TicketQuery,
  limit: number,
  place?: 'technician' | 'second',
): Promise<Key[]> {
  const sites = sitesShown(query)
  const { status, open, equipment, technician, text } = query
  const after = cursorKey(query.cursor, [0, ''] as const)
  const wanted = status === undefined ? undefined : ([status].flat() as TicketStatus[])
  const figures = await figuresAre(needs, query)
  // What no index leads to may mean reading through all of them, and many keys take their time.
  const { db, reader } = needs.database
  return await (figures.length > 0 || text !== undefined || limit > MAX_LIMIT + 1 ? reader : db)
    .selectFrom('ticket')
    .select(['ticket.id as id', 'ticket.opened_at as opened_at'])
    .$if(figures.length > 0, q =>
      q.innerJoin('ticket_figure as f', 'f.ticket', 'ticket.id').where(eb => eb.and(figures)),
    )
    .$if(wanted?.length === 1, q => q.where('ticket.status', '=', wanted?.[0] as TicketStatus))
    .$if(wanted !== undefined && wanted.length !== 1, q => q.where('ticket.status', 'in', wanted ?? []))
    .$if(open === true, q => q.where(sql<boolean>`ticket.status not in ('closed', 'cancelled')`))
    .$if(open === false, q => q.where('ticket.status', 'in', [...ENDED]))
    .$if(equipment !== undefined, q => q.where('ticket.equipment', '=', equipment ?? ''))
    .$if(place !== undefined, q => q.where(`ticket.${place ?? 'technician'}`, '=', technician ?? ''))
    .$if(sites?.length === 1, q => q.where('ticket.site', '=', sites?.[0] ?? ''))
    .$if(sites !== undefined && sites.length !== 1, q => q.where('ticket.site', 'in', [...(sites ?? []), '']))
    .$if(text !== undefined, q => q.where(textIs(needs, text ?? '')))
    .$if(after !== undefined, q =>
      q.where(eb => eb(eb.refTuple('ticket.opened_at', 'ticket.id'), '<', eb.tuple(after?.[0] ?? 0, after?.[1] ?? ''))),
    )
    .orderBy('ticket.opened_at', 'desc')
    .orderBy('ticket.id', 'desc')
    .limit(limit)
    .execute()
}

/** Tickets newest first. @throws CodedError BAD_REQUEST for a cursor of another list */
export async function listTickets(needs: Workshop, query: TicketQuery): Promise<Page<Ticket>> {
  const page = await keysPage(needs, query)
  if (page.items.length === 0) return { items: [] }
  const { db } = needs.database
  const rows = await db
    .selectFrom('ticket')
    .selectAll()
    .where(
      'id',
      'in',
      page.items.map(key => key.id),
    )
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return { ...page, items: await assembleTickets(needs, rows) }
}
