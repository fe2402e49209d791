import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { CodedError } from '#domain/errors.ts'
import { RESIDENT } from '#domain/reported.ts'
import { ENDED } from '#domain/tickets.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import { slowed } from '../http/slowed.ts'
import type { IntakeVerbs } from '../needs/intake.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import type { TicketVerbs } from '../needs/tickets.ts'
import { IdPath, ListOf } from '../views/common.ts'
import { PhotoView } from '../views/intake.ts'
import { TokenPath } from './public/reports.ts'
import { mustSee } from './scope.ts'

export interface PhotoNeeds {
  intake: IntakeVerbs
  tickets: TicketVerbs
  workLinks: Pick<MaintenanceVerbs['workLinks'], 'photosOf'>
}

const tags = ['tickets']
/** More than the policy may allow: what is over that is told with its own code. */
const MAX_BODY_BYTES = 21 * 1_048_576
const number = Type.Integer({ minimum: 1, maximum: 100 })
const added = { 201: PhotoView }
const picture = { 200: Type.Unknown() }

/** A JPEG of ours, which never changes under its number. */
function sendPhoto(reply: FastifyReply, jpeg: Buffer | undefined) {
  if (!jpeg) throw new CodedError('NOT_FOUND')
  return reply
    .type('image/jpeg')
    .header('cache-control', 'private, max-age=86400')
    .serializer(value => value as never)
    .send(jpeg)
}

function bytesOf(body: unknown): Buffer {
  if (!Buffer.isBuffer(body)) throw new CodedError('UNSUPPORTED_MEDIA_TYPE', undefined, 'The body must be the photo')
  return body
}

function publicPhotoRoutes(app: Api, { intake }: PhotoNeeds): void {
  const ownerOf = async (token: string) => {
    const report = await intake.reportOf(token)
    if (!report) throw new CodedError('NOT_FOUND')
    return report
  }

  app.post(
    '/api/public/reports/:token/photos',
    { config: slowed, bodyLimit: MAX_BODY_BYTES, schema: { tags: ['residents'], params: TokenPath, response: added } },
    async (request, reply) => {
      const owner = await ownerOf(request.params.token)
      return reply.status(201).send(toWire(await intake.addPhoto(owner, bytesOf(request.body), RESIDENT)))
    },
  )

  app.get(
    '/api/public/reports/:token/photos/:number',
    {
      config: slowed,
      schema: {
        tags: ['residents'],
        params: Type.Object({ ...TokenPath.properties, number }),
        response: picture,
      },
    },
    async (request, reply) => {
      const { id } = await ownerOf(request.params.token)
      return sendPhoto(reply, await intake.photo(id, request.params.number))
    },
  )
}

/** What a contractor shows by the link. */
function linkPhotoRoutes(app: Api, { intake, workLinks }: PhotoNeeds): void {
  app.post(
    '/api/public/work/:token/photos',
    { config: slowed, bodyLimit: MAX_BODY_BYTES, schema: { tags: ['public'], params: TokenPath, response: added } },
    async (request, reply) => {
      const { by, ...owner } = await workLinks.photosOf(request.params.token)
      return reply.status(201).send(toWire(await intake.addPhoto(owner, bytesOf(request.body), by)))
    },
  )

  app.get(
    '/api/public/work/:token/photos/:number',
    {
      config: slowed,
      schema: { tags: ['public'], params: Type.Object({ ...TokenPath.properties, number }), response: picture },
    },
    async (request, reply) => {
      const { id } = await workLinks.photosOf(request.params.token)
      return sendPhoto(reply, await intake.photo(id, request.params.number))
    },
  )
}

function staffPhotoRoutes(app: Api, { intake, tickets }: PhotoNeeds): void {
  app.get(
    '/api/tickets/:id/photos',
    { schema: { tags, params: IdPath, response: { 200: ListOf(PhotoView) } } },
    async request => {
      const { id } = mustSee(actorOf(request), await tickets.get(request.params.id))
      return toWire({ items: await intake.photos(id) })
    },
  )

  app.post(
    '/api/tickets/:id/photos',
    { bodyLimit: MAX_BODY_BYTES, schema: { tags, params: IdPath, response: added } },
    async (request, reply) => {
      const actor = actorOf(request)
      const { id, status } = mustSee(actor, await tickets.get(request.params.id))
      if (ENDED.includes(status)) throw new CodedError('TICKET_ENDED', { ticket: id, status })
      const photo = await intake.addPhoto({ id, ticket: id }, bytesOf(request.body), actor.username)
      return reply.status(201).send(toWire(photo))
    },
  )

  app.get(
    '/api/tickets/:id/photos/:number',
    { schema: { tags, params: Type.Object({ ...IdPath.properties, number }), response: picture } },
    async (request, reply) => {
      const { id } = mustSee(actorOf(request), await tickets.get(request.params.id))
      return sendPhoto(reply, await intake.photo(id, request.params.number))
    },
  )

  app.get(
    '/api/tickets/:id/reports/:report/photos/:number',
    {
      schema: {
        tags,
        params: Type.Object({ ...IdPath.properties, report: IdPath.properties.id, number }),
        response: picture,
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const ticket = mustSee(actor, await tickets.get(request.params.id))
      const reports = await intake.ofTicket(ticket, actor)
      const report = reports.find(each => each.id === request.params.report)
      return sendPhoto(reply, report && (await intake.photo(report.id, request.params.number)))
    },
  )
}

/** Photos travel as they are, one a request, so that each can be sent again by itself. */
export async function photoRoutes(app: Api, needs: PhotoNeeds): Promise<void> {
  await app.register(async inner => {
    const room = inner as unknown as Api
    room.addContentTypeParser(/^(image\/|application\/octet-stream)/, { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    )
    publicPhotoRoutes(room, needs)
    linkPhotoRoutes(room, needs)
    staffPhotoRoutes(room, needs)
  })
}
