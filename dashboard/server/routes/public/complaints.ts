import { ComplaintVerdict, PublicComplaint } from '#domain/complaintForms.ts'
import { toWire } from '#domain/wire.ts'
import type { Api } from '../../http/api.ts'
import type { MaintenanceVerbs } from '../../needs/maintenance.ts'
import { ComplaintKindsView, ComplaintProgressView, SentComplaintView } from '../../views/complaints.ts'
import { TokenPath } from './reports.ts'

const tags = ['residents']
/** From one address: more complaints an hour than a neighbourhood behind one router has reason for. */
const writing = { rateLimit: { max: 20, timeWindow: 3_600_000 } }
const reading = { rateLimit: { max: 60, timeWindow: 60_000 } }

/** What residents do about complaints; no log-in. */
export function publicComplaintRoutes(
  app: Api,
  { publicComplaints }: Pick<MaintenanceVerbs, 'publicComplaints'>,
): void {
  const one = { tags, params: TokenPath, response: { 200: ComplaintProgressView } }

  app.get('/api/public/complaint-kinds', { schema: { tags, response: { 200: ComplaintKindsView } } }, async () => ({
    items: publicComplaints.kinds(),
  }))

  app.post(
    '/api/public/complaints',
    { config: writing, schema: { tags, body: PublicComplaint, response: { 201: SentComplaintView } } },
    async (request, reply) => reply.status(201).send(await publicComplaints.send(request.body)),
  )

  app.get('/api/public/complaints/:token', { config: reading, schema: one }, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    return toWire(await publicComplaints.progress(request.params.token))
  })

  app.post(
    '/api/public/complaints/:token/verdict',
    { config: writing, schema: { ...one, body: ComplaintVerdict } },
    async request => toWire(await publicComplaints.judge(request.params.token, request.body)),
  )
}
