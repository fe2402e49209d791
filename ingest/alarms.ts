import type { Millis } from '#domain/time.ts'

/** What a person has to look after before readings are lost or the door stays shut. */
export const ALARM_CODES = [
  'STORE_MISCONFIGURED',
  'SPOOL_HOLDING',
  'SPOOL_NEARLY_FULL',
  'SPOOL_WRITE_FAILING',
  'SPOOL_TRIM_FAILING',
  'SPOOL_FILE_DAMAGED',
  'SPOOL_RECORD_DAMAGED',
] as const
export type AlarmCode = (typeof ALARM_CODES)[number]

export interface Alarm {
  code: AlarmCode
  since: Millis
  detail: string
}

export interface Alarms {
  /** Again for a standing alarm only changes its detail. */
  raise(code: AlarmCode, detail: string): void
  clear(code: AlarmCode): void
  /** Oldest first. */
  list(): Alarm[]
}

/** The alarms that stand; those of damage stand until the restart, because a person should have read them. */
export function createAlarms(now: () => Millis): Alarms {
  const standing = new Map<AlarmCode, Alarm>()
  return {
    raise: (code, detail) => void standing.set(code, { code, since: standing.get(code)?.since ?? now(), detail }),
    clear: code => void standing.delete(code),
    list: () => [...standing.values()],
  }
}
