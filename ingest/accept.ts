import type { Catalogue } from '#domain/catalogue.ts'
import type { Equipment } from '#domain/equipment.ts'
import { CodedError } from '#domain/errors.ts'
import type { DeviceMessage } from '#domain/message.ts'
import type { Reading } from '#domain/telemetry.ts'
import type { Clock } from '#domain/time.ts'
import type { createBirths } from './births.ts'
import { decode } from './decode/decode.ts'
import type { Decoded } from './decode/decoded.ts'
import type { IngestCounts } from './ingestStats.ts'
import type { createPace } from './pace.ts'
import type { Recollection } from './recollection.ts'
import type { Urgency } from './spool/quota.ts'
import type { NewRejection } from './spool/rejections.ts'
import type { Spool } from './spool/spool.ts'

interface AcceptNeeds {
  catalogue: Catalogue
  equipment(id: string): Equipment | undefined
  clock: Clock
  spool: Pick<Spool, 'append'>
  births: ReturnType<typeof createBirths>
  recollection: Recollection
  /** How fast a gateway's history comes in. */
  pace: ReturnType<typeof createPace>
  publish(readings: readonly Reading[]): void
  /** Whether this process says what of a message is refused. */
  decidesOn(message: DeviceMessage): boolean
  /** Hands refused messages on, instead of keeping them here. */
  handOn?(rejection: NewRejection): Promise<void>
}

/** What people wait for has a reserve in the spool. */
const urgencyOf = (items: Decoded['items']): Urgency =>
  items.some(item => item.kind !== 'reading') ? 'event' : 'telemetry'

const isHistory = ({ topic }: DeviceMessage): boolean => topic.endsWith('/backfill')

/** Takes messages in: resolves when a message, or the reason why it cannot be used, is on disk. */
export function createAccept(needs: AcceptNeeds) {
  const { catalogue, equipment, clock, spool, births, recollection, pace, publish, decidesOn, handOn } = needs
  const counts: IngestCounts = { received: 0, accepted: 0, rejected: 0, duplicates: 0 }

  const read = (message: DeviceMessage): Decoded => {
    const decoded = decode(message, { catalogue, equipment, clock, seen: recollection.has })
    return decidesOn(message) ? decoded : { ...decoded, rejections: [] }
  }

  const put = ({ lines: items, items: objects, ...decoded }: Decoded): Promise<void> => {
    const { marks, rejections } = decoded
    const entry = { items, objects, marks, urgency: urgencyOf(objects) }
    if (!handOn || rejections.length === 0) return spool.append({ ...entry, rejections })
    return Promise.all(rejections.map(handOn)).then(() => spool.append({ ...entry, rejections: [] }))
  }

  const noteTaken = (message: DeviceMessage, decoded: Decoded): void => {
    recollection.add(message, decoded)
    counts.accepted += decoded.items.length
    counts.rejected += decoded.rejections.length
    counts.duplicates += decoded.duplicates
    publish(decoded.items.flatMap(item => (item.kind === 'reading' ? [item.reading] : [])))
  }

  // Every message comes this way: one promise fewer is worth more than `async`.
  const takeIn = (message: DeviceMessage): Promise<void> => {
    const decoded = read(message)
    const registering = births.take(decoded.items)
    return put(decoded).then(() => {
      noteTaken(message, decoded)
      return registering
    })
  }

  const takeInLater = async (message: DeviceMessage, turn: Promise<void> | undefined): Promise<void> => {
    await turn?.catch(() => {
      throw new CodedError('SPOOL_UNAVAILABLE')
    })
    await births.settled(message.gateway)
    await takeIn(message)
  }

  const accept = (message: DeviceMessage): Promise<void> => {
    counts.received += 1
    const turn = isHistory(message) ? pace.turn(message.gateway) : undefined
    const waits = turn !== undefined || births.settled(message.gateway) !== undefined
    return waits ? takeInLater(message, turn) : takeIn(message)
  }
  return { accept, counts }
}
