import { isUtf8 } from 'node:buffer'
import { parse } from 'secure-json-parse'
import { MAX_PAYLOAD_BYTES } from '#domain/telemetry.ts'
import { Refused } from './refused.ts'

/**
 * Strict UTF-8 and strict JSON: `NaN` and `Infinity` are no JSON, and `__proto__` is no key.
 * @throws Refused PAYLOAD_TOO_LARGE, JSON_INVALID
 */
export function parsePayload(payload: Buffer): unknown {
  if (payload.length > MAX_PAYLOAD_BYTES)
    throw new Refused('PAYLOAD_TOO_LARGE', `${payload.length} bytes; at most ${MAX_PAYLOAD_BYTES} are read`)
  if (!isUtf8(payload)) throw new Refused('JSON_INVALID', 'The payload is no UTF-8')
  try {
    return parse(payload.toString('utf8'), { protoAction: 'error', constructorAction: 'error' })
  } catch (error) {
    throw new Refused('JSON_INVALID', (error as Error).message)
  }
}
