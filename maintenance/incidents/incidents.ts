import type { Kysely } from 'kysely'
import type { Tables } from '#database/tables.ts'
import { CodedError } from '#domain/errors.ts'
import type { Incident, IncidentKind } from '#domain/incidents.ts'
import type { Page, SiteQuery } from '#domain/page.ts'
import { type Actor, seesSite } from '#domain/people.ts'
import { batches } from '../batches.ts'
import type { Faults } from '../faults/faults.ts'
import type { Workshop } from '../needs.ts'
import { cursorKey, MAX_LIMIT, pageSize, toPage } from '../paging.ts'
import { sitesShown } from '../siteScope.ts'
import { withoutNulls } from '../withoutNulls.ts'

interface IncidentQuery extends SiteQuery {
  open?: boolean | undefined
  kind?: IncidentKind | undefined
}

export interface Incidents {
  /** Newest first. */
  list(query: IncidentQuery): Promise<Page<Incident>>
  get(id: string): Promise<Incident | undefined>
  many(ids: readonly string[]): Promise<Incident[]>
  /** Acknowledges every member that nobody has. @returns the incident @throws CodedError NOT_FOUND */
  acknowledge(id: string, actor: Actor, comment?: string): Promise<Incident>
}

function selectIncidents(db: Kysely<Tables>) {
  return db
    .selectFrom('incident as i')
    .leftJoin('fault as f', 'f.incident', 'i.id')
    .select([
      'i.id',
      'i.site',
      'i.kind',
      'i.about',
      'i.cause',
      'i.ticket',
      'i.opened_at',
      'i.closed_at',
      'i.release_at',
    ])
    .select(({ fn, eb }) => [
      fn.count<number>('f.id').as('members'),
      fn.sum<number>(eb.case().when('f.state', '=', 'firing').then(1).else(0).end()).as('active'),
      fn.sum<number>(eb.case().when('f.life_safety', '=', 1).then(1).else(0).end()).as('life'),
    ])
    .groupBy([
      'i.id',
      'i.site',
      'i.kind',
      'i.about',
      'i.cause',
      'i.ticket',
      'i.opened_at',
      'i.closed_at',
      'i.release_at',
    ])
}

type Row = Awaited<ReturnType<ReturnType<typeof selectIncidents>['execute']>>[number]

const toIncident = (row: Row): Incident => ({
  id: row.id,
  site: row.site,
  kind: row.kind,
  about: row.about,
  openedAt: row.opened_at,
  ...withoutNulls({ cause: row.cause, ticket: row.ticket, closedAt: row.closed_at, releaseAt: row.release_at }),
  members: Number(row.members),
  activeMembers: Number(row.active ?? 0),
  lifeSafetyMembers: Number(row.life ?? 0),
})

async function readMany({ database: { db } }: Workshop, ids: readonly string[]): Promise<Incident[]> {
  const found: Incident[] = []
  for (const some of batches(ids, MAX_LIMIT)) {
    found.push(...(await selectIncidents(db).where('i.id', 'in', some).execute()).map(toIncident))
  }
  return found
}

async function listIncidents({ database: { db } }: Workshop, query: IncidentQuery): Promise<Page<Incident>> {
  const sites = sitesShown(query)
  const { open, kind } = query
  const after = cursorKey(query.cursor, [0, ''] as const)
  const size = pageSize(query)
  const rows = await selectIncidents(db)
    .$if(open === true, q => q.where('i.closed_at', 'is', null))
    .$if(open === false, q => q.where('i.closed_at', 'is not', null))
    .$if(kind !== undefined, q => q.where('i.kind', '=', kind ?? 'flood'))
    .$if(sites !== undefined, q => q.where('i.site', 'in', [...(sites ?? []), '']))
    .$if(after !== undefined, q =>
      q.where(eb => eb(eb.refTuple('i.opened_at', 'i.id'), '<', eb.tuple(after?.[0] ?? 0, after?.[1] ?? ''))),
    )
    .orderBy('i.opened_at', 'desc')
    .orderBy('i.id', 'desc')
    .limit(size + 1)
    .execute()
  const page = toPage(rows, size, row => [row.opened_at, row.id])
  return { ...page, items: page.items.map(toIncident) }
}

async function unacknowledged({ database: { db } }: Workshop, incident: string): Promise<string[]> {
  const rows = await db
    .selectFrom('fault')
    .select('id')
    .where('incident', '=', incident)
    .where('acknowledged_at', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}

export function createIncidents(needs: Workshop, { acknowledge }: Pick<Faults, 'acknowledge'>): Incidents {
  const get = async (id: string) => (await readMany(needs, [id]))[0]
  return {
    list: query => listIncidents(needs, query),
    get,
    many: ids => readMany(needs, ids),
    acknowledge: async (id, actor, comment) => {
      const found = await get(id)
      if (!found || !seesSite(actor, found.site)) throw new CodedError('NOT_FOUND', { incident: id })
      for (const fault of await unacknowledged(needs, id)) await acknowledge(fault, actor, comment)
      return (await get(id)) as Incident
    },
  }
}
