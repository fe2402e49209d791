import { Type } from 'typebox'
import type { Registry } from '#database/registry.ts'
import { DEFAULT_ZONE, Site } from '#domain/equipment.ts'
import { seesSite } from '#domain/people.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import { PageOf, strict } from '../views/common.ts'
import { SiteView } from '../views/estate.ts'
import { knownZone } from './knownZone.ts'

const { id, name, timezone } = Site.properties
const NewSite = strict({ id, name, timezone: Type.Optional(timezone) }, { $id: 'NewSite' })

export function siteRoutes(app: Api, { registry }: { registry: Registry }): void {
  app.get('/api/sites', { schema: { tags: ['estate'], response: { 200: PageOf(SiteView) } } }, async request => {
    const actor = actorOf(request)
    return { items: registry.sites().filter(site => seesSite(actor, site.id)) }
  })

  app.post(
    '/api/sites',
    { schema: { tags: ['estate'], body: NewSite, response: { 201: SiteView } } },
    async (request, reply) => {
      const { timezone: zone = DEFAULT_ZONE, ...site } = request.body
      return reply.status(201).send(await registry.addSite({ ...site, timezone: knownZone('body', 'timezone', zone) }))
    },
  )
}
