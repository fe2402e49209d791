import type { Generated } from 'kysely'
import type { ComplaintChannel, ComplaintClockKind, ComplaintStatus } from '#domain/complaints.ts'
import type { CallResult } from '#domain/followUps.ts'
import type { Role } from '#domain/people.ts'
import type { Channel } from '#domain/reported.ts'
import type { LinkChannel, SurveyChannel } from '#domain/surveys.ts'
import type { CallKind } from '#domain/ticketClocks.ts'

/** What residents and owners report, answer and complain of. Conventions: `Tables`. */
export interface CustomerTables {
  intake_policy: { version: number; policy: string; at: number; by: string; note: string | null }
  report: {
    id: string
    ticket: string
    site: string
    equipment: string
    trouble: string
    channel: Channel
    danger: number
    joined: number
    words: string | null
    place: string | null
    /** The class that it seemed to be to who could not name the equipment. */
    seems: Generated<string | null>
    contact_name: string | null
    contact_phone: string | null
    contact_email: Generated<string | null>
    forgotten_at: number | null
    photos_deleted_at: Generated<number | null>
    /** Of the reporter's link; null once it is over. */
    token_hash: string | null
    key_hash: string | null
    at: number
    by: string
  }
  /** The photos of a report or of a ticket itself, told apart by their ids. */
  photo: {
    owner: string
    number: number
    file: string
    /** The hash of what was sent, by which the same photo is known when it is sent again. */
    source: string
    width: number
    height: number
    bytes: number
    at: number
    by: string
  }
  /** One invitation or answer a row; what is not answered ends with the next invitation. `survey_link` leads to it. */
  survey: {
    id: string
    ticket: string
    site: string
    /** The first report of whom it asks; null: it asks whoever left no contact. */
    report: Generated<string | null>
    created_at: number
    expires_at: number
    ended_at: number | null
    answered_at: number | null
    answered_by: string | null
    score: number | null
    answer: string | null
    /** By which way the answer came, and who showed that way. */
    channel: SurveyChannel | null
    shown_by: string | null
    remind_at: number | null
    reminders: Generated<number>
  }
  survey_link: {
    token_hash: string
    survey: string
    channel: LinkChannel
    made_by: string
    created_at: number
    expires_at: number
  }
  feedback_policy: { version: number; policy: string; at: number; by: string; note: string | null }
  call_attempt: {
    ticket: string
    kind: CallKind
    number: number
    at: number
    by: string
    result: CallResult
    note: string | null
  }
  complaint: {
    id: string
    version: number
    site: string | null
    kind: string
    status: ComplaintStatus
    channel: ComplaintChannel
    text: string
    ticket: string | null
    technician: string | null
    equipment: string | null
    contact: string | null
    token_hash: string | null
    policy: number
    escalations: Generated<number>
    registered_at: number
    closed_at: number | null
    handler: string | null
    finding: string | null
    answer: string | null
    measure: string | null
  }
  complaint_clock: {
    complaint: string
    kind: ComplaintClockKind
    round: number
    started_at: number
    due_at: number
    stopped_at: number | null
    breached_at: number | null
    span: string
  }
  complaint_escalation: {
    complaint: string
    kind: ComplaintClockKind
    round: number
    level: number
    role: Role
    due_at: number
    fired_at: number | null
  }
  complaint_event: {
    complaint: string
    number: number
    at: number
    by: string
    event: string
    from_status: ComplaintStatus | null
    to_status: ComplaintStatus | null
    detail: string | null
  }
}
