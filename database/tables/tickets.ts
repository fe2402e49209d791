import type { Generated } from 'kysely'
import type { Severity } from '#domain/faults.ts'
import type { Role } from '#domain/people.ts'
import type { SignaturePurpose, SigningParty } from '#domain/ticketActs.ts'
import type { ClockEvent, ClockKind } from '#domain/ticketClocks.ts'
import type { Origin, Priority, TicketKind, TicketStatus } from '#domain/tickets.ts'
import type { Outcome } from '#domain/verdicts.ts'

/** Tickets with their history, clocks and signatures. Conventions: `Tables`. */
export interface TicketTables {
  ticket: {
    id: string
    version: number
    site: string
    equipment: string
    fault: string | null
    fault_code: string | null
    title: string | null
    severity: Severity
    life_safety: number
    priority: Priority
    status: TicketStatus
    origin: Origin
    skill: string | null
    technician: string | null
    technician_proposed: number
    occurrences: number
    opened_at: number
    failed_at: number
    restored_at: number | null
    closed_at: number | null
    repair: string | null
    /** How many of its events other systems have been told of. */
    announced: Generated<number>
    /** Of a root-cause task: what it is about, and what was found. */
    root_cause_of: Generated<string | null>
    root_cause: Generated<string | null>
    /** How many of its events have been queued for webhooks. */
    notified: Generated<number>
    kind: Generated<TicketKind>
    /** The version of the service levels that it is measured by; null before there were versions. */
    policy: Generated<number | null>
    minor: Generated<number>
    reopens: Generated<number>
    urges: Generated<number>
    /** The ticket of the same fault that was closed not long before. */
    repeat_of: Generated<string | null>
    diagnosis: Generated<string | null>
    delay: Generated<string | null>
    /** Who goes along, where the skill asks for two. */
    second: Generated<string | null>
    /** What was found, by its repair report or by who judged it otherwise since. */
    verdict: Generated<Outcome | null>
    /** What people said that it is; only one ticket of it is open a piece of equipment and place. */
    trouble: Generated<string | null>
    /** Where it is, in words, as long as its equipment is not known. */
    place: Generated<string | null>
  }
  ticket_event: {
    ticket: string
    number: number
    at: number
    by: string
    event: string
    from_status: TicketStatus | null
    to_status: TicketStatus | null
    detail: string | null
    /** The ticket's version after what this line tells. */
    version: number
  }
  ticket_clock: {
    ticket: string
    kind: ClockKind
    started_at: number
    due_at: number
    stopped_at: number | null
    breached_at: number | null
    /** What was promised; null before clocks said so. */
    span: Generated<string | null>
    /** Since when it stands still; null while it runs. */
    paused_at: Generated<number | null>
  }
  clock_pause: { ticket: string; kind: ClockKind; from_at: number; to_at: number | null; reason: string }
  /** What happened to a clock, line by line. */
  clock_line: {
    ticket: string
    kind: ClockKind
    number: number
    at: number
    event: ClockEvent
    by: string
    detail: string | null
  }
  escalation: {
    ticket: string
    kind: ClockKind
    level: number
    role: Role
    due_at: number
    fired_at: number | null
  }
  ticket_signature: {
    ticket: string
    number: number
    purpose: SignaturePurpose
    name: string
    party: SigningParty
    at: number
    by: string
    /** A drawn signature: a PNG in base64. */
    image: string | null
  }
  service_policy: {
    version: number
    in_force_at: number
    created_at: number
    created_by: string
    note: string | null
    policy: string
  }
  calendar_year: {
    year: number
    off_days: string
    work_days: string
    source: string
    imported_by: string
    imported_at: number
  }
}
