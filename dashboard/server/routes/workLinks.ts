import { Type } from 'typebox'
import { ChecklistAnswers } from '#domain/checklists.ts'
import { ID_PATTERN } from '#domain/id.ts'
import type { Actor } from '#domain/people.ts'
import { toWire } from '#domain/wire.ts'
import { LinkMove } from '#domain/workLinks.ts'
import { actorOf } from '../auth/guard.ts'
import type { ProofThrottle } from '../auth/proofThrottle.ts'
import type { Api } from '../http/api.ts'
import { slowed } from '../http/slowed.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import { IdPath, PageOf, strict } from '../views/common.ts'
import { LinkedWorkView, WorkLinkView } from '../views/workLinks.ts'
import { mustSee } from './scope.ts'

const TokenPath = strict({ token: Type.String({ minLength: 1, maxLength: 100 }) })
const LinkPath = Type.Object({ ...IdPath.properties, link: Type.String({ minLength: 1, maxLength: 64 }) })
const NewWorkLink = strict(
  {
    hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 8760 })),
    technician: Type.Optional(
      Type.String({ pattern: ID_PATTERN, description: 'Whose of the crew; left out: who leads' }),
    ),
  },
  { $id: 'NewWorkLink' },
)
const tags = ['tickets']

type Needs = Pick<MaintenanceVerbs, 'workLinks' | 'tickets'> & { proofThrottle: ProofThrottle }

/** The desk's side: links are made, listed and taken back. */
export function workLinkRoutes(app: Api, { workLinks, tickets, proofThrottle }: Needs): void {
  publicWorkRoutes(app, { workLinks, proofThrottle })
  const find = async (actor: Actor, id: string) => mustSee(actor, await tickets.get(id))

  app.get(
    '/api/tickets/:id/work-links',
    { schema: { tags, params: IdPath, response: { 200: PageOf(WorkLinkView) } } },
    async request => {
      const { id } = await find(actorOf(request), request.params.id)
      return toWire({ items: await workLinks.list(id) })
    },
  )

  app.post(
    '/api/tickets/:id/work-links',
    { schema: { tags, params: IdPath, body: NewWorkLink, response: { 201: WorkLinkView } } },
    async (request, reply) => {
      const actor = actorOf(request)
      const { id } = await find(actor, request.params.id)
      return reply.status(201).send(toWire(await workLinks.issue(id, request.body, actor)))
    },
  )

  app.delete(
    '/api/tickets/:id/work-links/:link',
    { schema: { tags, params: LinkPath, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const actor = actorOf(request)
      const { id } = await find(actor, request.params.id)
      await workLinks.revoke(id, request.params.link, actor)
      return reply.status(204).send(null)
    },
  )
}

/** The contractor's side, behind the link; no log-in. */
function publicWorkRoutes(app: Api, { workLinks, proofThrottle }: Omit<Needs, 'tickets'>): void {
  const schema = { tags: ['public'], params: TokenPath, response: { 200: LinkedWorkView } }

  app.get('/api/public/work/:token', { config: slowed, schema }, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    return toWire(await workLinks.work(request.params.token))
  })

  app.post(
    '/api/public/work/:token/moves',
    { config: slowed, schema: { ...schema, body: LinkMove } },
    async request => {
      const { token } = request.params
      return toWire(await proofThrottle(`link ${token}`, request.body.proof, () => workLinks.move(token, request.body)))
    },
  )

  app.post(
    '/api/public/work/:token/checklist',
    { config: slowed, schema: { ...schema, body: ChecklistAnswers } },
    async request => toWire(await workLinks.answer(request.params.token, request.body)),
  )
}
