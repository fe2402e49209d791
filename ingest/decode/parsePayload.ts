import { parse } from 'secure-json-parse'
import { MAX_PAYLOAD_BYTES } from '#domain/telemetry.ts'
import { Refused } from './refused.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Strict UTF-8 and strict JSON: `NaN` and `Infinity` are no JSON, and `__proto__` is no key.
 * @throws Refused PAYLOAD_TOO_LARGE, JSON_INVALID
 */
export function parsePayload(payload: Uint8Array): unknown {
  if (payload.length > MAX_PAYLOAD_BYTES)
    throw new Refused('PAYLOAD_TOO_LARGE', `${payload.length} bytes; at most ${MAX_PAYLOAD_BYTES} are read`)
  try {
    return parse(utf8.decode(payload), { protoAction: 'error', constructorAction: 'error' })
  } catch (error) {
    throw new Refused('JSON_INVALID', (error as Error).message)
  }
}
