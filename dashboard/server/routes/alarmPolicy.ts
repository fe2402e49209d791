import { Type } from 'typebox'
import { AlarmPolicy } from '#domain/alarmPolicy.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { AlarmPolicyVerbs } from '../needs.ts'
import { Moment, strict } from '../views/common.ts'

const version = Type.Integer({ minimum: 0, maximum: 2_147_483_647, description: '0: what the product comes with' })
const PolicyVersion = Type.Object(
  { version, policy: AlarmPolicy, at: Type.Optional(Moment), by: Type.Optional(Type.String()) },
  { $id: 'AlarmPolicyVersion' },
)
const Change = strict({ version, policy: AlarmPolicy }, { $id: 'AlarmPolicyChange' })

/** The numbers of alarm management, with who changed them when. */
export function alarmPolicyRoutes(app: Api, { alarmPolicy }: { alarmPolicy: AlarmPolicyVerbs }): void {
  const tags = ['faults']
  app.get('/api/alarm-policy', { schema: { tags, response: { 200: PolicyVersion } } }, async () =>
    toWire(await alarmPolicy.get()),
  )

  app.get(
    '/api/alarm-policy/history',
    { schema: { tags, response: { 200: Type.Object({ items: Type.Array(PolicyVersion) }) } } },
    async () => ({ items: toWire(await alarmPolicy.history()) }),
  )

  app.put('/api/alarm-policy', { schema: { tags, body: Change, response: { 200: PolicyVersion } } }, async request =>
    toWire(await alarmPolicy.change(request.body.policy, request.body.version, actorOf(request))),
  )
}
