import { type Catalogue, loadCatalogue } from '#domain/catalogue.ts'
import type { Equipment } from '#domain/equipment.ts'
import type { DeviceMessage } from '#domain/message.ts'

/** The moment at which the tests of ingest take place. */
export const NOW = Date.UTC(2026, 10, 23, 12)

export const catalogue: Catalogue = loadCatalogue()

/** A lift at gateway gw1 of site s1, and one that hangs on another gateway. */
const LIFT: Equipment = {
  id: 'lift-1',
  site: 's1',
  gateway: 'gw1',
  class: 'elevator',
  name: 'Lift 1',
  params: {},
  occupancy: 'normal',
  createdAt: 0,
}
const ESTATE = new Map([LIFT, { ...LIFT, id: 'lift-9', gateway: 'gw9' }].map(e => [e.id, e]))
export const equipment = (id: string): Equipment | undefined => ESTATE.get(id)

/** A message of gateway gw1, as the door hands it in. */
export const messageOf = (payload: unknown, topic = 'lift-1/telemetry'): DeviceMessage => ({
  topic: topic.startsWith('/') ? topic.slice(1) : `facility/v1/s1/gw1/${topic}`,
  payload: Buffer.isBuffer(payload)
    ? payload
    : Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)),
  site: 's1',
  gateway: 'gw1',
  qos: 1,
  receivedAt: NOW,
})
