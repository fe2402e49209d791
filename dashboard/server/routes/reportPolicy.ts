import { Type } from 'typebox'
import { ReportPolicy } from '#domain/reportPolicy.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { ReportPolicyVerbs } from '../needs.ts'
import { Moment, strict } from '../views/common.ts'

const version = Type.Integer({ minimum: 0, maximum: 2_147_483_647, description: '0: what the product comes with' })
const View = Type.Object(
  { version, policy: ReportPolicy, at: Type.Optional(Moment), by: Type.Optional(Type.String()) },
  { $id: 'ReportPolicyVersion' },
)
const Change = strict({ version, policy: ReportPolicy }, { $id: 'ReportPolicyChange' })

/** The numbers that reports go by: hour rate, days of a repeat, age bands … */
export function reportPolicyRoutes(app: Api, { reportPolicy }: { reportPolicy: ReportPolicyVerbs }): void {
  const tags = ['analytics']
  app.get('/api/report-policy', { schema: { tags, response: { 200: View } } }, async () =>
    toWire(await reportPolicy.get()),
  )

  app.put('/api/report-policy', { schema: { tags, body: Change, response: { 200: View } } }, async request =>
    toWire(await reportPolicy.change(request.body.policy, request.body.version, actorOf(request))),
  )
}
