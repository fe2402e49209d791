import { SiteDispatchChange } from '#domain/dispatch.ts'
import { CodedError } from '#domain/errors.ts'
import { type Actor, seesSite } from '#domain/people.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { MaintenanceVerbs } from '../needs.ts'
import { IdPath } from '../views/common.ts'
import { SiteDispatchView } from '../views/dispatch.ts'

const one = { tags: ['people'], params: IdPath, response: { 200: SiteDispatchView } }

const ownSite = (actor: Actor, site: string): string => {
  if (!seesSite(actor, site)) throw new CodedError('NOT_FOUND')
  return site
}

/** How each site finds who goes. */
export function dispatchRoutes(app: Api, { dispatch }: Pick<MaintenanceVerbs, 'dispatch'>): void {
  app.get('/api/sites/:id/dispatch', { schema: one }, request =>
    dispatch.site(ownSite(actorOf(request), request.params.id)),
  )

  app.put('/api/sites/:id/dispatch', { schema: { ...one, body: SiteDispatchChange } }, request => {
    const actor = actorOf(request)
    return dispatch.change(ownSite(actor, request.params.id), request.body, actor)
  })
}
