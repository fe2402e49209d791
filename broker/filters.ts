import { REJECTED_TOPIC, SERVICE_TOPIC, TOPIC_ROOT, WORKER_TOPIC } from '#domain/topics.ts'

/** What a client of an outside broker listens to: all of it, its share of the telemetry, or only what is kept for it. */
export type OutsideRole = 'service' | 'worker' | 'retiring'

/** The workers of all processes are one group: each message goes to one of them. */
const SHARE = '$share/caretaker'
const ofGateway = (kind: string) => `${TOPIC_ROOT}/+/+/${kind}`
const ofEquipment = (kind: string) => `${TOPIC_ROOT}/+/+/+/${kind}`
const TELEMETRY = ['telemetry', 'backfill'].map(ofEquipment)

/**
 * The topic filters of a role. Every worker hears every birth: what a birth names has to be known before the telemetry
 * that follows it, whichever worker that reaches.
 */
export const FILTERS: Readonly<Record<OutsideRole, readonly string[]>> = {
  service: [ofGateway('state'), ofGateway('birth'), ...TELEMETRY, ofEquipment('event'), REJECTED_TOPIC, WORKER_TOPIC],
  worker: [ofGateway('birth'), SERVICE_TOPIC, ...TELEMETRY.map(filter => `${SHARE}/${filter}`)],
  retiring: [WORKER_TOPIC],
}

/** What a role does not listen to any more: the broker shares it out among the others from then on. */
export const LEFT: Readonly<Partial<Record<OutsideRole, readonly string[]>>> = { retiring: FILTERS.worker }
