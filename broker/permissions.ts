import { gatewayPrefix, parseUpTopic, RESERVED_GATEWAYS, TOPIC_ROOT } from '#domain/topics.ts'

/** Who is on the other side of a connection, proved by its password. */
export interface Identity {
  gateway: string
  site: string
}

const RETAINED_KINDS: readonly string[] = ['state', 'birth']
const MAX_TOPIC_BYTES = 256
const FILTER_LEVEL = /^(?:[A-Za-z0-9_-]{1,64}|\+)$/

/** Why a gateway may not publish this (or leave it as its Will); undefined when it may. */
export function whyNotPublish(
  { site, gateway }: Identity,
  packet: { topic: string; retain: boolean },
): string | undefined {
  const topic = packet.topic.length > MAX_TOPIC_BYTES ? undefined : parseUpTopic(packet.topic)
  if (topic === undefined) return 'the topic is none of the contract'
  if (topic.site !== site || topic.gateway !== gateway) return 'the topic belongs to another gateway'
  if (packet.retain && !RETAINED_KINDS.includes(topic.kind)) return 'only state and birth may be retained'
  return undefined
}

/** A gateway may listen to its own prefix and to the faults and tickets of its site. */
export function maySubscribe({ site, gateway }: Identity, filter: string): boolean {
  if (filter.length > MAX_TOPIC_BYTES || !filter.startsWith(`${TOPIC_ROOT}/${site}/`)) return false
  const [branch, ...levels] = filter.slice(`${TOPIC_ROOT}/${site}/`.length).split('/')
  if (branch === undefined || levels.length === 0) return false
  if (branch !== gateway && !RESERVED_GATEWAYS.includes(branch)) return false
  const named = levels.at(-1) === '#' ? levels.slice(0, -1) : levels
  return named.every(level => FILTER_LEVEL.test(level))
}

/** Of what a device publishes only its state and birth have readers. */
export const reachesSomebody = (upTopic: string): boolean => RETAINED_KINDS.some(kind => upTopic.endsWith(`/${kind}`))

/**
 * Whether a message reaches a subscriber. Measurements go to disk only: nobody gets them back over MQTT,
 * so that a slow reader cannot hold up the door.
 */
export function mayReceive({ site, gateway }: Identity, topic: string): boolean {
  const up = parseUpTopic(topic)
  if (up) return RETAINED_KINDS.includes(up.kind) && topic.startsWith(gatewayPrefix(site, gateway))
  return RESERVED_GATEWAYS.some(branch => topic.startsWith(`${TOPIC_ROOT}/${site}/${branch}/`))
}
