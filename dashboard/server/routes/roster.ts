import { Type } from 'typebox'
import { CodedError } from '#domain/errors.ts'
import { type Actor, seesSite } from '#domain/people.ts'
import { NewRosterEntry } from '#domain/roster.ts'
import { toWire } from '#domain/wire.ts'
import { seesTechnician } from '../asSeen/technicians.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import { toMillis } from '../moment.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import { Id, IdPath, PageOf, strict } from '../views/common.ts'
import { DutyView, RosterEntryView, RosterWeekView } from '../views/roster.ts'

const tags = ['people']
const Day = NewRosterEntry.properties.fromDay
const WeekQuery = strict({
  site: Id,
  from: Type.Optional(Day),
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 31, default: 7 })),
})
const OnDutyQuery = strict({
  site: Id,
  at: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
  skill: Type.Optional(Type.String({ maxLength: 64 })),
})
const RosterImport = strict(
  { entries: Type.Array(NewRosterEntry, { minItems: 1, maxItems: 500 }) },
  { $id: 'RosterImport' },
)

const ownSite = (actor: Actor, site: string): void => {
  if (!seesSite(actor, site)) throw new CodedError('NOT_FOUND')
}

/** Who is on shift or on call, where and when. */
export function rosterRoutes(
  app: Api,
  { roster, technicians }: Pick<MaintenanceVerbs, 'roster' | 'technicians'>,
): void {
  const mustSeeAll = async (actor: Actor, entries: readonly NewRosterEntry[]) => {
    if (actor.sites.length === 0) return
    const all = new Map((await technicians.list({})).map(one => [one.id, one]))
    for (const { technician, site } of entries) {
      const own = all.get(technician)
      if (own && !seesTechnician(actor, own)) throw new CodedError('UNKNOWN_TECHNICIAN', { technician })
      if (site !== undefined && !seesSite(actor, site)) throw new CodedError('UNKNOWN_SITE', { site })
    }
  }

  app.get(
    '/api/roster',
    { schema: { tags, querystring: WeekQuery, response: { 200: RosterWeekView } } },
    async request => {
      ownSite(actorOf(request), request.query.site)
      return toWire(await roster.week(request.query))
    },
  )

  app.get(
    '/api/roster/on-duty',
    { schema: { tags, querystring: OnDutyQuery, response: { 200: PageOf(DutyView) } } },
    async request => {
      const { at, ...query } = request.query
      ownSite(actorOf(request), query.site)
      return toWire({ items: await roster.onDuty({ ...query, ...(at !== undefined && { at: toMillis('at', at) }) }) })
    },
  )

  app.post(
    '/api/roster',
    { schema: { tags, body: RosterImport, response: { 201: PageOf(RosterEntryView) } } },
    async (request, reply) => {
      const actor = actorOf(request)
      await mustSeeAll(actor, request.body.entries)
      return reply.status(201).send({ items: await roster.enter(request.body.entries, actor) })
    },
  )

  app.delete(
    '/api/roster/:id',
    { schema: { tags, params: IdPath, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await roster.remove(request.params.id, actorOf(request))
      return reply.status(204).send(null)
    },
  )
}
