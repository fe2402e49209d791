import { Readable } from 'node:stream'
import type { AedesPublishPacket } from 'aedes'
import { parseUpTopic } from '#domain/topics.ts'
import type { DoorLimits } from './limits.ts'

/** Whether a topic matches a filter (MQTT 3.1.1 §4.7). */
export function matches(filter: string, topic: string): boolean {
  const wanted = filter.split('/')
  const levels = topic.split('/')
  for (const [i, level] of wanted.entries()) {
    if (level === '#') return true
    if (levels[i] === undefined || (level !== '+' && level !== levels[i])) return false
  }
  return wanted.length === levels.length
}

/** `facility/v1/{site}/{gateway, fault or ticket}`: every filter that may be subscribed to names one. */
const branchOf = (topic: string): string => topic.split('/', 4).join('/')
const sizeOf = ({ topic, payload }: AedesPublishPacket): number => topic.length + payload.length

/**
 * Retained messages, found by branch: a subscription looks at the messages of one gateway or site, not at all. What
 * gateways retain is bounded; what the service retains is as much as there are faults and tickets.
 */
export function createRetained(limits: Pick<DoorLimits, 'retainedMessages' | 'retainedBytes'>) {
  const branches = new Map<string, Map<string, AedesPublishPacket>>()
  const fromGateways = { messages: 0, bytes: 0, refused: 0 }

  const count = (packet: AedesPublishPacket | undefined, sign: 1 | -1): void => {
    if (!packet || !parseUpTopic(packet.topic)) return
    fromGateways.messages += sign
    fromGateways.bytes += sign * sizeOf(packet)
  }
  const hasRoomFor = (packet: AedesPublishPacket): boolean =>
    !parseUpTopic(packet.topic) ||
    (fromGateways.messages < limits.retainedMessages && fromGateways.bytes + sizeOf(packet) <= limits.retainedBytes)

  const store = (packet: AedesPublishPacket): void => {
    const key = branchOf(packet.topic)
    const branch = branches.get(key) ?? new Map<string, AedesPublishPacket>()
    count(branch.get(packet.topic), -1)
    branch.delete(packet.topic)
    if (packet.payload.length > 0 && !hasRoomFor(packet)) fromGateways.refused += 1
    else if (packet.payload.length > 0) {
      branch.set(packet.topic, { ...packet })
      count(packet, 1)
    }
    if (branch.size > 0) branches.set(key, branch)
    else branches.delete(key)
  }
  const find = (filters: readonly string[]): AedesPublishPacket[] =>
    filters.flatMap(filter =>
      [...(branches.get(branchOf(filter))?.values() ?? [])].filter(({ topic }) => matches(filter, topic)),
    )

  return {
    counts: () => ({ ...fromGateways }),
    persistence: {
      storeRetained: async (packet: AedesPublishPacket): Promise<void> => store(packet),
      createRetainedStreamCombi: (filters: readonly string[]) => Readable.from(find(filters)),
    },
  }
}
