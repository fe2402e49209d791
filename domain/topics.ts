import { ID_PATTERN } from './id.ts'

/** The MQTT topic tree of contract.md §1. */
export const TOPIC_ROOT = 'facility/v1'

export const UP_KINDS = ['state', 'birth', 'telemetry', 'event', 'backfill'] as const
export type UpKind = (typeof UP_KINDS)[number]

/** What a device's topic says: whose it is and what it carries; `equipment` is absent on `state` and `birth`. */
export interface UpTopic {
  readonly kind: UpKind
  readonly site: string
  readonly gateway: string
  readonly equipment?: string
}

const GATEWAY_KINDS: readonly string[] = ['state', 'birth']
const EQUIPMENT_KINDS: readonly string[] = ['telemetry', 'event', 'backfill']
/** Site-level branches that the service itself publishes; a gateway cannot take their names. */
export const RESERVED_GATEWAYS: readonly string[] = ['fault', 'ticket']
/** Gateway-level branches; a piece of equipment cannot take their names. */
export const RESERVED_EQUIPMENT: readonly string[] = GATEWAY_KINDS

const ID = ID_PATTERN.slice(1, -1)
const UP_TOPIC = new RegExp(
  `^${TOPIC_ROOT}/(${ID})/(${ID})/(?:(${GATEWAY_KINDS.join('|')})|(${ID})/(${EQUIPMENT_KINDS.join('|')}))$`,
)

let asked: { topic: string; answer: UpTopic | undefined } = { topic: '', answer: undefined }

/** Reads a topic that a device published to; undefined when it is none of the contract's. */
export function parseUpTopic(topic: string): UpTopic | undefined {
  // The door and ingest ask about each message, one after the other.
  if (asked.topic !== topic) asked = { topic, answer: readUpTopic(topic) }
  return asked.answer
}

function readUpTopic(topic: string): UpTopic | undefined {
  const [, site, gateway, ofGateway, equipment, ofEquipment] = UP_TOPIC.exec(topic) ?? []
  if (site === undefined || gateway === undefined || RESERVED_GATEWAYS.includes(gateway)) return undefined
  if (equipment === undefined) return { kind: ofGateway as UpKind, site, gateway }
  return { kind: ofEquipment as UpKind, site, gateway, equipment }
}

export const gatewayPrefix = (site: string, gateway: string): string => `${TOPIC_ROOT}/${site}/${gateway}/`

export const upTopic = ({ site, gateway, equipment, kind }: UpTopic): string =>
  `${gatewayPrefix(site, gateway)}${equipment === undefined ? '' : `${equipment}/`}${kind}`

export const faultTopic = (site: string, equipment: string, code: string): string =>
  `${TOPIC_ROOT}/${site}/fault/${equipment}/${code}`

/** Where workers hand on what they refused, for the service to keep; no gateway may publish there. */
export const REJECTED_TOPIC = `${TOPIC_ROOT}/rejected`

/** Where ingest workers tell of themselves. */
export const WORKER_TOPIC = `${TOPIC_ROOT}/worker`

/** Where the service calls for the workers' signs; retained. */
export const SERVICE_TOPIC = `${TOPIC_ROOT}/service`

export const ticketTopic = (site: string, ticket: string): string => `${TOPIC_ROOT}/${site}/ticket/${ticket}`
