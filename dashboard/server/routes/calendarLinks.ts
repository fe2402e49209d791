import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Registry } from '#database/registry.ts'
import { CodedError } from '#domain/errors.ts'
import { everyPage } from '#domain/everyPage.ts'
import { type VisitNames, visitEvent } from '#domain/explain/visitEvents.ts'
import { iCalendar } from '#domain/iCalendar.ts'
import type { Actor } from '#domain/people.ts'
import type { PlannedVisit } from '#domain/plannedVisits.ts'
import { problem } from '#domain/problem.ts'
import type { Clock } from '#domain/time.ts'
import { toWire } from '#domain/wire.ts'
import { addDays, dayAt } from '#domain/zonedTime.ts'
import { seesTechnician } from '../asSeen/technicians.ts'
import type { CalendarAbout, CalendarLinks } from '../auth/calendarLinks.ts'
import { actorOf } from '../auth/guard.ts'
import { addressOf } from '../http/addressOf.ts'
import type { Api } from '../http/api.ts'
import { slowed } from '../http/slowed.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import { IdPath, PageOf, strict } from '../views/common.ts'
import { CalendarLinkView, calendarAbout, MadeCalendarLink } from '../views/visitCalendar.ts'
import { mustSeeSite } from './scope.ts'

export interface CalendarNeeds extends Pick<MaintenanceVerbs, 'plans' | 'technicians'> {
  calendarLinks: CalendarLinks
  registry: Registry
  clock: Clock
  publicUrl?: string | undefined
}

/** A calendar reaches so many days back and ahead, and holds at most so many visits, the soonest first. */
const BACK_DAYS = 31
const AHEAD_DAYS = 92
const MOST = 2000

const About = strict(calendarAbout, { $id: 'CalendarAbout' })
const Query = strict({ ...calendarAbout, lang: { ...calendarAbout.lang, default: 'zh' } })
const Token = strict({ token: Type.String({ minLength: 1, maxLength: 100 }) })
const response = { 200: { content: { 'text/calendar': { schema: Type.String() } } } }

/** Either is named, and the site is one that the actor sees. @throws CodedError BAD_REQUEST, NOT_FOUND, UNKNOWN_TECHNICIAN */
async function refuseAbout(
  { registry, technicians }: CalendarNeeds,
  actor: Actor,
  { site, technician }: CalendarAbout,
) {
  if (site === undefined && technician === undefined)
    throw new CodedError('BAD_REQUEST', { problems: [problem('/site', 'siteOrTechnician')] })
  if (site !== undefined) mustSeeSite(registry, actor, site)
  const found = technician === undefined ? undefined : await technicians.get(technician)
  if (technician !== undefined && !(found && seesTechnician(actor, found)))
    throw new CodedError('UNKNOWN_TECHNICIAN', { technician })
}

async function visitsFor({ plans, clock }: CalendarNeeds, { sites }: Actor, { site, technician }: CalendarAbout) {
  const today = dayAt('UTC', clock.now())
  const query = { from: addDays(today, -BACK_DAYS), to: addDays(today, AHEAD_DAYS), sites, site, technician }
  const found: PlannedVisit[] = []
  for await (const page of everyPage(cursor => plans.visits({ ...query, limit: 500, cursor }))) {
    found.push(...page.items)
    if (found.length >= MOST) break
  }
  return found
}

async function sendCalendar(
  needs: CalendarNeeds,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  actor: Actor,
  about: CalendarAbout,
) {
  const { registry, technicians, clock, publicUrl } = needs
  const seen = (await technicians.list({})).filter(one => seesTechnician(actor, one))
  const people = new Map(seen.map(({ id, name }) => [id, name]))
  const names: VisitNames = {
    siteName: id => registry.site(id)?.name ?? id,
    equipmentName: id => registry.equipment(id)?.name ?? id,
    technicianName: id => people.get(id) ?? id,
    address: path => addressOf(request, publicUrl, path),
  }
  const who = about.technician === undefined ? [] : [names.technicianName(about.technician)]
  const title = [...who, ...(about.site === undefined ? [] : [names.siteName(about.site)])].join(' · ')
  const events = (await visitsFor(needs, actor, about)).map(visit => visitEvent(about.lang, names, visit))
  return reply
    .type('text/calendar; charset=utf-8')
    .header('cache-control', 'private, no-cache')
    .header('content-disposition', 'inline; filename="visits.ics"')
    .send(iCalendar(title, events, clock.now()) as never)
}

/** Visits as a calendar (RFC 5545): for programs with a token, and behind a secret address for those that cannot show one. */
export function calendarLinkRoutes(app: Api, needs: CalendarNeeds): void {
  const { calendarLinks, publicUrl } = needs
  const tags = ['plans']
  app.get('/api/plans/visits.ics', { schema: { tags, querystring: Query, response } }, async (request, reply) => {
    const actor = actorOf(request)
    await refuseAbout(needs, actor, request.query)
    return await sendCalendar(needs, { request, reply }, actor, request.query)
  })

  app.get('/api/calendar-links', { schema: { tags, response: { 200: PageOf(CalendarLinkView) } } }, async request => ({
    items: toWire(await calendarLinks.list(actorOf(request).username)),
  }))

  app.post(
    '/api/calendar-links',
    { schema: { tags, body: About, response: { 201: MadeCalendarLink } } },
    async (request, reply) => {
      const actor = actorOf(request)
      await refuseAbout(needs, actor, request.body)
      const made = await calendarLinks.make(actor.username, request.body)
      const address = addressOf(request, publicUrl, `/api/public/calendars/${made.token}`)
      return reply
        .status(201)
        .header('cache-control', 'no-store')
        .send(toWire({ ...made, address }))
    },
  )

  app.delete(
    '/api/calendar-links/:id',
    { schema: { tags, params: IdPath, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await calendarLinks.remove(actorOf(request).username, request.params.id)
      return reply.status(204).send(null)
    },
  )

  app.get(
    '/api/public/calendars/:token',
    { config: slowed, schema: { tags: ['public'], params: Token, response } },
    async (request, reply) => {
      const { actor, about } = await calendarLinks.open(request.params.token)
      return await sendCalendar(needs, { request, reply }, actor, about)
    },
  )
}
