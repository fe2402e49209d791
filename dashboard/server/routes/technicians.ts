import { Type } from 'typebox'
import { CodedError } from '#domain/errors.ts'
import { type Actor, seesSite, type Technician } from '#domain/people.ts'
import { NewTechnician, TechnicianChange } from '#domain/technicianForms.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import { Id, IdPath, PageOf, strict } from '../views/common.ts'
import { TechnicianView } from '../views/people.ts'

const Filter = strict({ site: Type.Optional(Id), skill: Type.Optional(Type.String({ maxLength: 64 })) })
const one = { tags: ['people'], params: IdPath, response: { 200: TechnicianView } }

/** Who works at no site in particular works at every site. */
const sees = (actor: Actor, { sites }: Technician): boolean =>
  sites.length === 0 || sites.some(site => seesSite(actor, site))

/** Nobody sends people to sites that are not the own ones. */
function ownSitesOnly(actor: Actor, sites: readonly string[] | undefined): void {
  const foreign = sites?.find(site => !seesSite(actor, site))
  if (foreign !== undefined) throw new CodedError('UNKNOWN_SITE', { site: foreign })
}

export function technicianRoutes(app: Api, { technicians }: Pick<MaintenanceVerbs, 'technicians'>): void {
  const find = async (actor: Actor, id: string): Promise<Technician> => {
    const found = await technicians.get(id)
    if (!found || !sees(actor, found)) throw new CodedError('NOT_FOUND')
    return found
  }

  app.get(
    '/api/technicians',
    { schema: { tags: ['people'], querystring: Filter, response: { 200: PageOf(TechnicianView) } } },
    async request => {
      const actor = actorOf(request)
      return { items: (await technicians.list(request.query)).filter(one => sees(actor, one)) }
    },
  )

  app.get('/api/technicians/:id', { schema: one }, request => find(actorOf(request), request.params.id))

  app.post(
    '/api/technicians',
    { schema: { tags: ['people'], body: NewTechnician, response: { 201: TechnicianView } } },
    async (request, reply) => {
      const actor = actorOf(request)
      ownSitesOnly(actor, request.body.sites)
      return reply.status(201).send(await technicians.add(request.body, actor))
    },
  )

  app.patch('/api/technicians/:id', { schema: { ...one, body: TechnicianChange } }, async request => {
    const actor = actorOf(request)
    const { id } = await find(actor, request.params.id)
    ownSitesOnly(actor, request.body.sites)
    return await technicians.change(id, request.body, actor)
  })
}
