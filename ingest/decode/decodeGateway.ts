import { Compile } from 'typebox/compile'
import { GatewayBirth, GatewayState } from '#domain/telemetry.ts'
import { RESERVED_EQUIPMENT } from '#domain/topics.ts'
import { type DecodeContext, rejection } from './decoded.ts'
import { schemaRefusal } from './refused.ts'

const stateSchema = Compile(GatewayState)
const birthSchema = Compile(GatewayBirth)

/** `state`: the life sign of a gateway, or its Will. @throws Refused SCHEMA_INVALID */
export function decodeState({ message, topic, decoded }: DecodeContext, json: unknown): void {
  if (!stateSchema.Check(json)) throw schemaRefusal(stateSchema.Errors(json))
  const { site, gateway } = topic
  decoded.items.push({ kind: 'state', site, gateway, receivedAt: message.receivedAt, state: json })
}

/** Why a named piece of equipment cannot be watched. */
function problemOf({ needs, topic }: DecodeContext, { id, class: of }: GatewayBirth['equipment'][number]) {
  const known = needs.equipment(id)
  if (known && known.gateway !== topic.gateway) return `${id} hangs on another gateway`
  if (!known && RESERVED_EQUIPMENT.includes(id)) return `${id} is a reserved name`
  return known || needs.catalogue.classes.has(of) ? undefined : `The catalogue has no class ${of}`
}

/** `birth`: what hangs on a gateway in this session. @throws Refused SCHEMA_INVALID */
export function decodeBirth(context: DecodeContext, json: unknown): void {
  const { message, topic, decoded } = context
  if (!birthSchema.Check(json)) throw schemaRefusal(birthSchema.Errors(json))
  const { site, gateway } = topic
  decoded.items.push({ kind: 'birth', site, gateway, receivedAt: message.receivedAt, birth: json })
  for (const named of json.equipment) {
    const problem = problemOf(context, named)
    if (problem !== undefined) decoded.rejections.push(rejection(message, 'EQUIPMENT_UNKNOWN', problem, named))
  }
}
