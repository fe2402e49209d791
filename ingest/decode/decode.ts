import type { DeviceMessage } from '#domain/message.ts'
import { parseUpTopic, type UpKind, type UpTopic } from '#domain/topics.ts'
import { type DecodeContext, type Decoded, type DecodeNeeds, nothing, rejection } from './decoded.ts'
import { decodeEvent } from './decodeEvent.ts'
import { decodeBirth, decodeState } from './decodeGateway.ts'
import { decodeTelemetry } from './decodeTelemetry.ts'
import { parsePayload } from './parsePayload.ts'
import { Refused } from './refused.ts'

const DECODERS: Record<UpKind, (context: DecodeContext, json: unknown) => void> = {
  telemetry: decodeTelemetry,
  backfill: decodeTelemetry,
  event: decodeEvent,
  state: decodeState,
  birth: decodeBirth,
}

function readTopic({ topic: text, site, gateway }: DeviceMessage): UpTopic {
  const topic = parseUpTopic(text)
  if (topic?.site === site && topic.gateway === gateway) return topic
  throw new Refused('TOPIC_UNKNOWN', 'The topic is none of the contract')
}

/** Reads and checks one message: topic, size, JSON, equipment, schema, values. Never throws, whatever the bytes. */
export function decode(message: DeviceMessage, needs: DecodeNeeds): Decoded {
  const decoded = nothing()
  try {
    const topic = readTopic(message)
    DECODERS[topic.kind]({ message, topic, needs, decoded }, parsePayload(message.payload))
    return { ...decoded, lines: decoded.items.map(item => JSON.stringify(item)) }
  } catch (error) {
    const reason = error instanceof Refused ? error.reason : 'SCHEMA_INVALID'
    return {
      ...nothing(),
      marks: decoded.marks,
      numbers: decoded.numbers,
      rejections: [rejection(message, reason, (error as Error).message)],
    }
  }
}
