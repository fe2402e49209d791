import { isId } from './id.ts'

/** The MQTT topic tree of contract.md §1. */
export const TOPIC_ROOT = 'facility/v1'

export const UP_KINDS = ['state', 'birth', 'telemetry', 'event', 'backfill'] as const
export type UpKind = (typeof UP_KINDS)[number]

/** What a device's topic says: whose it is and what it carries; `equipment` is absent on `state` and `birth`. */
export interface UpTopic {
  kind: UpKind
  site: string
  gateway: string
  equipment?: string
}

const GATEWAY_KINDS: readonly string[] = ['state', 'birth']
const EQUIPMENT_KINDS: readonly string[] = ['telemetry', 'event', 'backfill']
/** Site-level branches that the service itself publishes; a gateway cannot take their names. */
export const RESERVED_GATEWAYS: readonly string[] = ['fault', 'ticket']
/** Gateway-level branches; a piece of equipment cannot take their names. */
export const RESERVED_EQUIPMENT: readonly string[] = GATEWAY_KINDS

/** Reads a topic that a device published to; undefined when it is none of the contract's. */
export function parseUpTopic(topic: string): UpTopic | undefined {
  const [root, version, site, gateway, third, fourth, ...rest] = topic.split('/')
  if (`${root}/${version}` !== TOPIC_ROOT || rest.length > 0) return undefined
  if (!site || !gateway || !third || !isId(site) || !isId(gateway) || RESERVED_GATEWAYS.includes(gateway))
    return undefined
  if (fourth === undefined) return GATEWAY_KINDS.includes(third) ? { kind: third as UpKind, site, gateway } : undefined
  if (!isId(third) || !EQUIPMENT_KINDS.includes(fourth)) return undefined
  return { kind: fourth as UpKind, site, gateway, equipment: third }
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
