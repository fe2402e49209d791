import { createHash } from 'node:crypto'
import { SHADOW_PREFIX } from '#domain/faults.ts'
import type { Millis } from '#domain/time.ts'

/** The id of one occurrence of a fault: the same history gives the same id, so that a repeated message changes nothing. */
export const faultId = (equipment: string, code: string, firedAt: Millis, shadow = false): string =>
  `${shadow ? SHADOW_PREFIX : 'f-'}${createHash('sha256').update(`${equipment}|${code}|${firedAt}`).digest('hex').slice(0, 20)}`
