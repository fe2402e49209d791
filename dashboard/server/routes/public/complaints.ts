import { ComplaintVerdict, PublicComplaint } from '#domain/complaintForms.ts'
import { toWire } from '#domain/wire.ts'
import type { Api } from '../../http/api.ts'
import type { PublicComplaintVerbs } from '../../needs/customers.ts'
import { ComplaintKindsView, ComplaintProgressView, SentComplaintView } from '../../views/complaints.ts'
import type { FeedbackLimits } from './feedbackLimits.ts'
import { TokenPath } from './reports.ts'

const tags = ['residents']

/** What residents do about complaints; no log-in. */
export function publicComplaintRoutes(
  app: Api,
  { publicComplaints, limits }: { publicComplaints: PublicComplaintVerbs; limits: FeedbackLimits },
): void {
  const one = { tags, params: TokenPath, response: { 200: ComplaintProgressView } }

  app.get('/api/public/complaint-kinds', { schema: { tags, response: { 200: ComplaintKindsView } } }, async () => ({
    items: publicComplaints.kinds(),
  }))

  app.post(
    '/api/public/complaints',
    { preValidation: limits.complaints, schema: { tags, body: PublicComplaint, response: { 201: SentComplaintView } } },
    async (request, reply) => reply.status(201).send(await publicComplaints.send(request.body)),
  )

  app.get('/api/public/complaints/:token', { preValidation: limits.reads, schema: one }, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    return toWire(await publicComplaints.progress(request.params.token))
  })

  app.post(
    '/api/public/complaints/:token/verdict',
    { preValidation: limits.complaints, schema: { ...one, body: ComplaintVerdict } },
    async request => toWire(await publicComplaints.judge(request.params.token, request.body)),
  )
}
