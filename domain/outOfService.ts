import type { Millis } from './time.ts'

/** Equipment, or one rule on it, that is out of service: who took it out, why and until when (ISA-18.2 §11.9). */
export interface OutOfService {
  id: string
  site: string
  equipment: string
  /** Only this rule. */
  code?: string
  reason: string
  by: string
  since: Millis
  untilAt?: Millis
  endedAt?: Millis
  endedBy?: string
}
