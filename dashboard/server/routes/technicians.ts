import { Type } from 'typebox'
import { CodedError } from '#domain/errors.ts'
import { type Actor, seesSite, type Technician } from '#domain/people.ts'
import { NewTechnician, TechnicianChange } from '#domain/technicianForms.ts'
import { seesTechnician, technicianAsSeen } from '../asSeen/technicians.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import { Id, IdPath, PageOf, strict } from '../views/common.ts'
import { TechnicianView } from '../views/people.ts'

const Filter = strict({ site: Type.Optional(Id), skill: Type.Optional(Type.String({ maxLength: 64 })) })
const one = { tags: ['people'], params: IdPath, response: { 200: TechnicianView } }

/** Nobody sends people to sites that are not the own ones. */
function ownSitesOnly(actor: Actor, { sites = [], base = '' }: TechnicianChange): void {
  const foreign = [...sites, ...(base === '' ? [] : [base])].find(site => !seesSite(actor, site))
  if (foreign !== undefined) throw new CodedError('UNKNOWN_SITE', { site: foreign })
}

/** Who works at no site in particular works at every one: whether somebody does is not for who is limited to some. */
function refuseEverywhere(actor: Actor, everywhere: boolean, sites: readonly string[]): void {
  if (actor.sites.length > 0 && everywhere !== (sites.length === 0)) throw new CodedError('FORBIDDEN', { sites })
}

/** A change by who is limited to some sites: where else somebody works, and starts from, stays. */
function elsewhereToo(actor: Actor, before: Technician, { base, ...change }: TechnicianChange): TechnicianChange {
  const elsewhere = before.sites.filter(site => !seesSite(actor, site))
  const stays = base === '' && before.base !== undefined && !seesSite(actor, before.base)
  return {
    ...change,
    ...(change.sites && { sites: [...elsewhere, ...change.sites] }),
    ...(base !== undefined && !stays && { base }),
  }
}

export function technicianRoutes(app: Api, { technicians }: Pick<MaintenanceVerbs, 'technicians'>): void {
  const find = async (actor: Actor, id: string): Promise<Technician> => {
    const found = await technicians.get(id)
    if (!found || !seesTechnician(actor, found)) throw new CodedError('NOT_FOUND')
    return found
  }

  app.get(
    '/api/technicians',
    { schema: { tags: ['people'], querystring: Filter, response: { 200: PageOf(TechnicianView) } } },
    async request => {
      const actor = actorOf(request)
      const seen = (await technicians.list(request.query)).filter(one => seesTechnician(actor, one))
      return { items: seen.map(one => technicianAsSeen(actor, one)) }
    },
  )

  app.get('/api/technicians/:id', { schema: one }, async request => {
    const actor = actorOf(request)
    return technicianAsSeen(actor, await find(actor, request.params.id))
  })

  app.post(
    '/api/technicians',
    { schema: { tags: ['people'], body: NewTechnician, response: { 201: TechnicianView } } },
    async (request, reply) => {
      const actor = actorOf(request)
      ownSitesOnly(actor, request.body)
      refuseEverywhere(actor, false, request.body.sites ?? [])
      return reply.status(201).send(await technicians.add(request.body, actor))
    },
  )

  app.patch('/api/technicians/:id', { schema: { ...one, body: TechnicianChange } }, async request => {
    const actor = actorOf(request)
    const before = await find(actor, request.params.id)
    ownSitesOnly(actor, request.body)
    const change = elsewhereToo(actor, before, request.body)
    if (change.sites) refuseEverywhere(actor, before.sites.length === 0, change.sites)
    return technicianAsSeen(actor, await technicians.change(before.id, change, actor))
  })
}
