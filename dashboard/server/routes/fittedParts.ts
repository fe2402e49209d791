import { Type } from 'typebox'
import { FittedPartRemoval, NewFittedPart } from '#domain/partForms.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import { Id, IdPath, ListOf, PartNo, strict } from '../views/common.ts'
import { FittedPartView } from '../views/stock.ts'

const Filter = strict({
  equipment: Type.Optional(Id),
  partNo: Type.Optional(PartNo),
  serial: Type.Optional(Type.String({ maxLength: 100, description: 'A piece of the serial number' })),
})

/** Which part is in which equipment, since when, under warranty until when. */
export function fittedPartRoutes(app: Api, { fittedParts }: Pick<MaintenanceVerbs, 'fittedParts'>): void {
  app.get(
    '/api/fitted-parts',
    {
      schema: {
        tags: ['parts'],
        querystring: Filter,
        response: { 200: ListOf(FittedPartView) },
      },
    },
    async request => ({
      items: toWire(await fittedParts.list({ ...request.query, sites: actorOf(request).sites })),
    }),
  )

  app.post(
    '/api/fitted-parts',
    { schema: { tags: ['parts'], body: NewFittedPart, response: { 201: FittedPartView } } },
    async (request, reply) => reply.status(201).send(toWire(await fittedParts.fit(request.body, actorOf(request)))),
  )

  app.post(
    '/api/fitted-parts/:id/remove',
    { schema: { tags: ['parts'], params: IdPath, body: FittedPartRemoval, response: { 200: FittedPartView } } },
    async request => toWire(await fittedParts.remove(request.params.id, request.body, actorOf(request))),
  )
}
