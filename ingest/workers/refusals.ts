import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { REJECT_REASONS } from '#domain/telemetry.ts'
import type { NewRejection } from '../spool/rejections.ts'

const Refusal = Type.Object({
  receivedAt: Type.Integer(),
  topic: Type.String(),
  gateway: Type.String(),
  reason: Type.Enum([...REJECT_REASONS]),
  detail: Type.String(),
  payload: Type.String(),
})

/** Reads what a worker refused and handed on; undefined when it is nothing of the kind. */
export const readRefusal = (given: unknown): NewRejection | undefined =>
  Value.Check(Refusal, given) ? given : undefined
