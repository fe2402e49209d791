import type { Catalogue, ClassEntry } from '#domain/catalogue.ts'
import type { Equipment } from '#domain/equipment.ts'
import type { DeviceMessage } from '#domain/message.ts'
import type { SpoolItem } from '#domain/spool.ts'
import { MAX_FUTURE_MS, type RejectReason } from '#domain/telemetry.ts'
import { type Clock, iso, type Millis } from '#domain/time.ts'
import type { UpTopic } from '#domain/topics.ts'
import { clipPayload, type NewRejection } from '../spool/rejections.ts'
import { Refused } from './refused.ts'

export interface DecodeNeeds {
  catalogue: Pick<Catalogue, 'classes'>
  equipment(id: string): Equipment | undefined
  clock: Pick<Clock, 'kind' | 'now'>
  /** Whether an object with this mark is already on disk. */
  seen(mark: string): boolean
}

/** What one message turned out to be. Whatever is not among the items is among the rejections, or was there before. */
export interface Decoded {
  items: SpoolItem[]
  /** The items as they go to disk. */
  lines: string[]
  rejections: NewRejection[]
  /** Marks of what is new, to be remembered once it is on disk. */
  marks: string[]
  duplicates: number
  /** How the gateway numbered what is new. */
  numbers: { session: string; seq: number }[]
}

/** A message with its topic, and where its parts go. */
export interface DecodeContext {
  message: DeviceMessage
  topic: UpTopic
  needs: DecodeNeeds
  decoded: Decoded
}

export const nothing = (): Decoded => ({ items: [], lines: [], rejections: [], marks: [], duplicates: 0, numbers: [] })

/** A refused message, or with `part` a refused part of it. */
export function rejection(message: DeviceMessage, reason: RejectReason, detail: string, part?: unknown): NewRejection {
  const { receivedAt, topic, gateway, payload } = message
  return {
    receivedAt,
    topic,
    gateway,
    reason,
    detail,
    payload: clipPayload(part === undefined ? payload : JSON.stringify(part)),
  }
}

export interface Found {
  equipment: Equipment
  entry: ClassEntry
}

/** The equipment that a topic names, where it hangs on that gateway. @throws Refused EQUIPMENT_UNKNOWN */
export function findEquipment({ topic, needs }: DecodeContext): Found {
  const { equipment: id = '', gateway, site } = topic
  const equipment = needs.equipment(id)
  if (!equipment) throw new Refused('EQUIPMENT_UNKNOWN', `There is no equipment ${id}`)
  if (equipment.gateway !== gateway || equipment.site !== site)
    throw new Refused('EQUIPMENT_UNKNOWN', `${id} does not hang on gateway ${gateway} of site ${site}`)
  const entry = needs.catalogue.classes.get(equipment.class)
  if (!entry) throw new Refused('EQUIPMENT_UNKNOWN', `The catalogue has no class ${equipment.class}`)
  return { equipment, entry }
}

/** Measured against the clock of the machine, whatever clock the service follows. @throws Refused TIMESTAMP_FUTURE */
export function checkTime(ts: Millis, receivedAt: Millis): void {
  if (ts <= receivedAt + MAX_FUTURE_MS) return
  const ahead = Math.round((ts - receivedAt) / 1000)
  throw new Refused('TIMESTAMP_FUTURE', `${ts} is ${ahead} s after ${iso(receivedAt)}`)
}
