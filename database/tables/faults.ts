import type { Generated } from 'kysely'
import type { Severity, Suppression } from '#domain/faults.ts'
import type { IncidentKind } from '#domain/incidents.ts'
import type { Role } from '#domain/people.ts'
import type { WindowKind } from '#domain/windows.ts'

/** Why a fault's timer runs: to tell people again, to tell more of them, to call it standing, to grade it higher. */
export type FaultTimer = 'remind' | 'escalate' | 'standing' | 'raise'

/** Faults and what keeps them quiet or together: incidents, windows. Conventions: `Tables`. */
export interface FaultTables {
  fault: {
    id: string
    equipment: string
    site: string
    class: string
    code: string
    severity: Severity
    life_safety: number
    state: 'firing' | 'resolved'
    fired_at: number
    resolved_at: number | null
    evidence: string
    acknowledged_at: number | null
    acknowledged_by: string | null
    comment: string | null
    shelved_until: number | null
    shelved_by: string | null
    shelve_reason: string | null
    ticket: string | null
    occurrences: Generated<number>
    occurred_at: Generated<number>
    chattering_at: number | null
    standing_at: number | null
    suppressed: Suppression | null
    suppressed_by: string | null
    incident: string | null
    reminders: Generated<number>
    reminded_at: number | null
    escalation: Generated<number>
    escalated_at: number | null
    escalated_to: Role | null
    /** The window that kept it quiet, also when that is over. */
    maintenance_window: string | null
    /** 1 while its rule's ticket budget keeps it from a ticket. */
    withheld: Generated<number>
    /** How far it went: `Seen` as JSON; null before it first ended. */
    seen: Generated<string | null>
  }
  fault_event: { fault: string; number: number; at: number; by: string; event: string; detail: string | null }
  fault_timer: { fault: string; kind: FaultTimer; step: number; due_at: number; done_at: number | null }
  incident: {
    id: string
    site: string
    kind: IncidentKind
    about: string
    cause: string | null
    ticket: string | null
    opened_at: number
    closed_at: number | null
    release_at: number | null
    released_at: number | null
  }
  out_of_service: {
    id: string
    site: string
    equipment: string
    code: string | null
    reason: string
    by: string
    since: number
    until_at: number | null
    ended_at: number | null
    ended_by: string | null
  }
  maintenance_window: {
    id: string
    site: string
    kind: WindowKind
    equipment: string
    classes: string
    starts_at: number
    ends_at: number
    ended_at: number | null
    ended_by: string | null
    reason: string
    contact: string
    created_by: string
    created_at: number
    settled_at: number | null
    report: string | null
  }
  window_event: {
    maintenance_window: string
    number: number
    at: number
    by: string
    event: string
    detail: string | null
  }
  alarm_policy: { version: number; policy: string; at: number; by: string; note: string | null }
}
