import type { Channel as ChangeChannel } from '#domain/changes.ts'

/** What the service keeps for itself. Conventions: `Tables`. */
export interface ServiceTables {
  meta: { key: string; value: string }
  counter: { name: string; value: number }
  change_log: { seq: number; channel: ChangeChannel; item: string; op: 'upsert' | 'remove'; at: number }
}
