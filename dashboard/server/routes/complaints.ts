import { Type } from 'typebox'
import { ComplaintChange, ComplaintMove, NewComplaint } from '#domain/complaintForms.ts'
import { COMPLAINT_STATUSES, type Complaint } from '#domain/complaints.ts'
import { CodedError } from '#domain/errors.ts'
import { type Actor, seesSite } from '#domain/people.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { ComplaintVerbs } from '../needs/customers.ts'
import { Id, IdPath, PageOf, paging, strict } from '../views/common.ts'
import { AddedComplaintView, ComplaintView } from '../views/complaints.ts'

const Filter = strict({
  open: Type.Optional(Type.Boolean()),
  status: Type.Optional(Type.Enum([...COMPLAINT_STATUSES])),
  kind: Type.Optional(NewComplaint.properties.kind),
  site: Type.Optional(Id),
  ticket: Type.Optional(Id),
  technician: Type.Optional(Id),
  ...paging,
})
const tags = ['customers']
const one = { tags, params: IdPath, response: { 200: ComplaintView } }

/** One of an unknown place is shown to those who see every site. @throws CodedError NOT_FOUND */
function mustSeeComplaint(actor: Actor, complaint: Complaint | undefined): Complaint {
  const seen = complaint?.site === undefined ? actor.sites.length === 0 : seesSite(actor, complaint.site)
  if (!complaint || !seen) throw new CodedError('NOT_FOUND')
  return complaint
}

/** Complaints, for the desk alone: they name people. */
export function complaintRoutes(app: Api, { complaints }: { complaints: ComplaintVerbs }): void {
  app.get(
    '/api/complaints',
    { schema: { tags, querystring: Filter, response: { 200: PageOf(ComplaintView) } } },
    async request => toWire(await complaints.list({ ...request.query, sites: actorOf(request).sites })),
  )

  app.post(
    '/api/complaints',
    { schema: { tags, body: NewComplaint, response: { 201: AddedComplaintView } } },
    async (request, reply) => reply.status(201).send(toWire(await complaints.add(request.body, actorOf(request)))),
  )

  app.get('/api/complaints/:id', { schema: one }, async request =>
    toWire(mustSeeComplaint(actorOf(request), await complaints.get(request.params.id))),
  )

  app.patch('/api/complaints/:id', { schema: { ...one, body: ComplaintChange } }, async request =>
    toWire(await complaints.change(request.params.id, request.body, actorOf(request))),
  )

  app.post('/api/complaints/:id/transitions', { schema: { ...one, body: ComplaintMove } }, async request =>
    toWire(await complaints.move(request.params.id, request.body, actorOf(request))),
  )
}
