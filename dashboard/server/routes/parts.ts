import { Type } from 'typebox'
import { CodedError } from '#domain/errors.ts'
import { NewPart, PartChange } from '#domain/partForms.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { PartVerbs } from '../needs/parts.ts'
import { ListOf, PageOf, PartNo, paging, strict } from '../views/common.ts'
import { PartVersionView, PartView } from '../views/stores.ts'

const Filter = strict({
  search: Type.Optional(Type.String({ maxLength: 100 })),
  short: Type.Optional(Type.Boolean({ description: 'Only parts that a ticket waits for' })),
  ...paging,
})
const PartPath = Type.Object({ partNo: PartNo })

/** The store of spare parts, one for all sites. */
export function partRoutes(app: Api, { parts }: { parts: PartVerbs }): void {
  app.get(
    '/api/parts',
    { schema: { tags: ['parts'], querystring: Filter, response: { 200: PageOf(PartView) } } },
    async request => toWire(await parts.list(request.query)),
  )

  app.get(
    '/api/parts/:partNo',
    { schema: { tags: ['parts'], params: PartPath, response: { 200: PartView } } },
    async request => {
      const part = await parts.get(request.params.partNo)
      if (!part) throw new CodedError('NOT_FOUND')
      return toWire(part)
    },
  )

  app.get(
    '/api/parts/:partNo/history',
    {
      schema: {
        tags: ['parts'],
        params: PartPath,
        response: { 200: ListOf(PartVersionView) },
      },
    },
    async request => ({ items: toWire(await parts.history(request.params.partNo)) }),
  )

  app.post(
    '/api/parts',
    { schema: { tags: ['parts'], body: NewPart, response: { 201: PartView } } },
    async (request, reply) => reply.status(201).send(toWire(await parts.add(request.body, actorOf(request)))),
  )

  app.patch(
    '/api/parts/:partNo',
    { schema: { tags: ['parts'], params: PartPath, body: PartChange, response: { 200: PartView } } },
    async request => toWire(await parts.change(request.params.partNo, request.body, actorOf(request))),
  )
}
