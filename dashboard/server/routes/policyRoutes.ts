import { type Static, type TSchema, Type } from 'typebox'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { PolicyVerbs } from '../needs/policies.ts'
import { ListOf, Moment, strict } from '../views/common.ts'

const version = Type.Integer({ minimum: 0, maximum: 2_147_483_647, description: '0: what the product comes with' })

const Note = Type.String({ minLength: 1, maxLength: 500, pattern: '\\S', description: 'Why' })

interface PolicyKind {
  /** Such as `/api/alarm-policy`; its history lies below. */
  path: string
  /** Such as `AlarmPolicy`, for the names of the views. */
  name: string
  tags: string[]
}

/** Numbers that a user may change: what is in force, who changed them when and why, and a new version of them. */
export function policyRoutes<S extends TSchema>(
  app: Api,
  { path, name, tags }: PolicyKind,
  schema: S,
  policies: PolicyVerbs<Static<S>>,
): void {
  const View: TSchema = Type.Object(
    {
      version,
      policy: schema,
      at: Type.Optional(Moment),
      by: Type.Optional(Type.String()),
      note: Type.Optional(Type.String()),
    },
    { $id: `${name}Version` },
  )
  const Change: TSchema = strict({ version, policy: schema, note: Type.Optional(Note) }, { $id: `${name}Change` })
  app.get(path, { schema: { tags, response: { 200: View } } }, async () => toWire(await policies.get()))
  app.get(`${path}/history`, { schema: { tags, response: { 200: ListOf(View) } } }, async () => ({
    items: toWire(await policies.history()),
  }))
  app.put(path, { schema: { tags, body: Change, response: { 200: View } } }, async request => {
    const { policy, version, note } = request.body as { version: number; policy: Static<S>; note?: string }
    return toWire(await policies.change(policy, version, actorOf(request), note))
  })
}
