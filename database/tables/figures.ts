import type { ClockKind } from '#domain/ticketClocks.ts'
import type { Priority, TicketKind, TicketStatus } from '#domain/tickets.ts'
import type { Outcome } from '#domain/verdicts.ts'

/** What the reports count. Conventions: `Tables`. */
export interface FigureTables {
  /** What the reports count of a ticket, one row each; times in milliseconds. Written with every change of the ticket. */
  ticket_figure: {
    ticket: string
    site: string
    class: string
    model: string | null
    equipment: string
    kind: TicketKind
    fault_code: string | null
    cause: string | null
    priority: Priority
    /** Who led and who went along. */
    technician: string | null
    second: string | null
    status: TicketStatus
    /** 1 where it stands for a failure, and where that took the equipment out of service. */
    failure: number
    out_of_service: number
    opened_at: number
    failed_at: number
    restored_at: number | null
    /** When it was first thought repaired or answered, and when it was last handed over. */
    repaired_at: number | null
    handed_at: number | null
    /** The parts of the time to restoration; null until restored. */
    detection: number | null
    response: number | null
    dispatch: number | null
    travel: number | null
    waiting: number | null
    repair: number | null
    acceptance: number | null
    /** Until the first repair: how often somebody came, and whether a part was waited for. */
    visits: number
    waited_part: number
    /** How long the first repair held; null while it does. */
    held: number | null
    /** How long after the last one of the same fault was closed it was opened. */
    repeat_after: number | null
    labour_min: number | null
    parts_cost: number | null
    /** Bit n: the clock of that number in `CLOCK_KINDS` was kept, was missed. */
    kept: number
    missed: number
    /** How many were asked for their opinion, and how many gave each score. */
    asked: number
    score1: number
    score2: number
    score3: number
    score4: number
    score5: number
    follow_up: string | null
    /** 1 where it tells of a failure to come. */
    predictive: number
    /** What the people at the equipment found; null while nobody can tell. */
    outcome: Outcome | null
    closed_at: number | null
    /** When it was first safe there: made so, or restored. */
    safe_at: number | null
    /** 1 where every arrival was proven, 0 where one was not; null where nobody arrived. */
    arrival_proven: number | null
  }
  /** In which status a ticket stood when a clock ran out, and how late the clock stopped; null while it runs on. */
  ticket_breach: { ticket: string; kind: ClockKind; status: TicketStatus; late: number | null }
  /** Each version of the numbers that the reports go by. */
  report_policy: { version: number; policy: string; at: number; by: string; note: string | null }
}
