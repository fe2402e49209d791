import { Type } from 'typebox'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Sessions } from '../auth/sessions.ts'
import type { Api } from '../http/api.ts'
import { IdPath, PageOf, strict } from '../views/common.ts'
import { TokenView } from '../views/people.ts'

export interface TokenNeeds {
  sessions: Sessions
  recheckLive(): Promise<void>
}

const NewToken = strict({ name: Type.String({ minLength: 1, maxLength: 100 }) }, { $id: 'NewToken' })
const MadeToken = Type.Object(
  { ...TokenView.properties, token: Type.String({ description: 'Shown this once' }) },
  { $id: 'MadeToken' },
)

/** The caller's own API tokens: programs use them as `Authorization: Bearer <token>`, with the caller's rights. */
export function tokenRoutes(app: Api, { sessions, recheckLive }: TokenNeeds): void {
  app.get('/api/tokens', { schema: { tags: ['session'], response: { 200: PageOf(TokenView) } } }, async request => ({
    items: toWire(await sessions.tokens(actorOf(request).username)),
  }))

  app.post(
    '/api/tokens',
    { schema: { tags: ['session'], body: NewToken, response: { 201: MadeToken } } },
    async (request, reply) => {
      const made = await sessions.makeToken(actorOf(request).username, request.body.name)
      return reply.status(201).header('cache-control', 'no-store').send(toWire(made))
    },
  )

  app.delete(
    '/api/tokens/:id',
    { schema: { tags: ['session'], params: IdPath, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await sessions.removeToken(actorOf(request).username, request.params.id)
      await recheckLive()
      return reply.status(204).send(null)
    },
  )
}
