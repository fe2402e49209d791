import { type Selectable, sql } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { Fault } from '#domain/faults.ts'
import { withoutNulls } from '../withoutNulls.ts'

/** As the partial indexes say it. */
export const isFiring = sql<boolean>`state = 'firing'`

export type FaultRow = Selectable<Tables['fault']>

export const toFault = (row: FaultRow): Fault => ({
  id: row.id,
  equipment: row.equipment,
  site: row.site,
  class: row.class,
  code: row.code,
  severity: row.severity,
  lifeSafety: row.life_safety === 1,
  state: row.state,
  firedAt: row.fired_at,
  evidence: JSON.parse(row.evidence),
  occurrences: row.occurrences,
  occurredAt: row.occurred_at,
  reminders: row.reminders,
  escalation: row.escalation,
  ...(row.withheld === 1 && { withheld: true }),
  ...withoutNulls({
    resolvedAt: row.resolved_at,
    acknowledgedAt: row.acknowledged_at,
    acknowledgedBy: row.acknowledged_by,
    comment: row.comment,
    shelvedUntil: row.shelved_until,
    shelvedBy: row.shelved_by,
    shelveReason: row.shelve_reason,
    ticket: row.ticket,
    chatteringAt: row.chattering_at,
    standingAt: row.standing_at,
    suppressed: row.suppressed,
    suppressedBy: row.suppressed_by,
    window: row.maintenance_window,
    incident: row.incident,
    remindedAt: row.reminded_at,
    escalatedAt: row.escalated_at,
    escalatedTo: row.escalated_to,
  }),
})
