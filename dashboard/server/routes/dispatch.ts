import { SiteDispatchChange } from '#domain/dispatch.ts'
import { CodedError } from '#domain/errors.ts'
import { type Actor, seesSite } from '#domain/people.ts'
import { toWire } from '#domain/wire.ts'
import { ticketAsSeen, ticketsAsSeen } from '../asSeen/tickets.ts'
import { actorOf } from '../auth/guard.ts'
import type { ProofThrottle } from '../auth/proofThrottle.ts'
import type { Api } from '../http/api.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import { IdPath, PageOf, strict } from '../views/common.ts'
import { CandidatesView, SiteDispatchView } from '../views/dispatch.ts'
import { TicketView } from '../views/tickets.ts'
import { crewRoutes } from './crew.ts'
import { rosterRoutes } from './roster.ts'
import { mustSee } from './scope.ts'
import { workLinkRoutes } from './workLinks.ts'

const one = { tags: ['people'], params: IdPath, response: { 200: SiteDispatchView } }

const ownSite = (actor: Actor, site: string): string => {
  if (!seesSite(actor, site)) throw new CodedError('NOT_FOUND')
  return site
}

type Needs = Pick<MaintenanceVerbs, 'dispatch' | 'tickets' | 'roster' | 'technicians' | 'workLinks'> & {
  proofThrottle: ProofThrottle
}

/** Who goes: how each site finds it, who could, who is on duty, and links for those without an account. */
export function dispatchRoutes(app: Api, needs: Needs): void {
  const { dispatch, tickets } = needs
  rosterRoutes(app, needs)
  workLinkRoutes(app, needs)
  crewRoutes(app, needs)

  app.get('/api/sites/:id/dispatch', { schema: one }, request =>
    dispatch.site(ownSite(actorOf(request), request.params.id)),
  )

  app.get(
    '/api/tickets/:id/candidates',
    { schema: { tags: ['tickets'], params: IdPath, response: { 200: CandidatesView } } },
    async request => await dispatch.candidates(mustSee(actorOf(request), await tickets.get(request.params.id)).id),
  )

  app.get('/api/pool', { schema: { tags: ['tickets'], response: { 200: PageOf(TicketView) } } }, async request => {
    const actor = actorOf(request)
    return toWire({ items: await ticketsAsSeen(tickets, actor, await dispatch.pool(actor)) })
  })

  app.post(
    '/api/tickets/:id/grab',
    { schema: { tags: ['tickets'], params: IdPath, body: strict({}), response: { 200: TicketView } } },
    async request => {
      const actor = actorOf(request)
      const { id } = mustSee(actor, await tickets.get(request.params.id))
      await dispatch.grab(id, actor)
      return toWire(await ticketAsSeen(tickets, actor, mustSee(actor, await tickets.get(id))))
    },
  )

  app.put('/api/sites/:id/dispatch', { schema: { ...one, body: SiteDispatchChange } }, request => {
    const actor = actorOf(request)
    return dispatch.change(ownSite(actor, request.params.id), request.body, actor)
  })
}
