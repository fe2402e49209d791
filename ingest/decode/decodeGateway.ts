import { Compile } from 'typebox/compile'
import { GatewayBirth, GatewayState } from '#domain/telemetry.ts'
import type { DecodeContext } from './decoded.ts'
import { schemaRefusal } from './refused.ts'

const stateSchema = Compile(GatewayState)
const birthSchema = Compile(GatewayBirth)

/** `state`: the life sign of a gateway, or its Will. @throws Refused SCHEMA_INVALID */
export function decodeState({ message, topic, decoded }: DecodeContext, json: unknown): void {
  if (!stateSchema.Check(json)) throw schemaRefusal(stateSchema.Errors(json))
  const { site, gateway } = topic
  decoded.items.push({ kind: 'state', site, gateway, receivedAt: message.receivedAt, state: json })
}

/** `birth`: what hangs on a gateway in this session. @throws Refused SCHEMA_INVALID */
export function decodeBirth({ message, topic, decoded }: DecodeContext, json: unknown): void {
  if (!birthSchema.Check(json)) throw schemaRefusal(birthSchema.Errors(json))
  const { site, gateway } = topic
  decoded.items.push({ kind: 'birth', site, gateway, receivedAt: message.receivedAt, birth: json })
}
