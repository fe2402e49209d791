import { ComplaintVerdict, PublicComplaint } from '#domain/complaintForms.ts'
import { toWire } from '#domain/wire.ts'
import type { Api } from '../../http/api.ts'
import type { PublicComplaintVerbs } from '../../needs/customers.ts'
import { ComplaintKindsView, ComplaintProgressView, SentComplaintView } from '../../views/complaints.ts'
import type { LimitFeedback } from './feedbackRates.ts'
import { TokenPath } from './reports.ts'

const tags = ['residents']

/** What residents do about complaints; no log-in. */
export function publicComplaintRoutes(
  app: Api,
  { publicComplaints, limit }: { publicComplaints: PublicComplaintVerbs; limit: LimitFeedback },
): void {
  const writing = limit('complaints')

  const one = { tags, params: TokenPath, response: { 200: ComplaintProgressView } }

  app.get('/api/public/complaint-kinds', { schema: { tags, response: { 200: ComplaintKindsView } } }, async () => ({
    items: publicComplaints.kinds(),
  }))

  app.post(
    '/api/public/complaints',
    { preValidation: writing, schema: { tags, body: PublicComplaint, response: { 201: SentComplaintView } } },
    async (request, reply) => reply.status(201).send(await publicComplaints.send(request.body)),
  )

  app.get('/api/public/complaints/:token', { preValidation: limit('reads'), schema: one }, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    return toWire(await publicComplaints.progress(request.params.token))
  })

  app.post(
    '/api/public/complaints/:token/verdict',
    { preValidation: writing, schema: { ...one, body: ComplaintVerdict } },
    async request => toWire(await publicComplaints.judge(request.params.token, request.body)),
  )
}
