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
const urgencyOf = ({ items }: Decoded): Urgency => (items.some(item => item.kind !== 'reading') ? 'event' : 'telemetry')

const isHistory = ({ topic }: DeviceMessage): boolean => topic.endsWith('/backfill')

/** Takes messages in: resolves when a message, or the reason why it cannot be used, is on disk. */
export function createAccept(needs: AcceptNeeds) {
  const { catalogue, equipment, clock, spool, births, recollection, pace, publish, decidesOn, handOn } = needs
  const counts: IngestCounts = { received: 0, accepted: 0, rejected: 0, duplicates: 0 }

  const takeIn = async (message: DeviceMessage): Promise<void> => {
    const decoded = decode(message, { catalogue, equipment, clock, seen: recollection.has })
    const { lines: items, marks } = decoded
    const rejections = decidesOn(message) ? decoded.rejections : []
    const registering = births.take(decoded.items)
    if (handOn) await Promise.all(rejections.map(handOn))
    await spool.append({ items, rejections: handOn ? [] : rejections, marks, urgency: urgencyOf(decoded) })
    recollection.add(message, decoded)
    counts.accepted += items.length
    counts.rejected += rejections.length
    counts.duplicates += decoded.duplicates
    publish(decoded.items.flatMap(item => (item.kind === 'reading' ? [item.reading] : [])))
    await registering
  }

  const accept = async (message: DeviceMessage): Promise<void> => {
    counts.received += 1
    const turn = isHistory(message) ? pace.turn(message.gateway) : undefined
    if (turn)
      await turn.catch(() => {
        throw new CodedError('SPOOL_UNAVAILABLE')
      })
    const registering = births.settled(message.gateway)
    if (registering) await registering
    await takeIn(message)
  }
  return { accept, counts }
}
