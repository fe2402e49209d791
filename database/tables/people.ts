import type { Generated } from 'kysely'
import type { DispatchMode, OfferOutcome } from '#domain/dispatch.ts'
import type { DutyKind } from '#domain/roster.ts'

/** Technicians, their roster and what they are given. Conventions: `Tables`. */
export interface PeopleTables {
  technician: {
    id: string
    name: string
    phone: string | null
    skills: string
    sites: string
    active: number
    certificates: Generated<string>
    /** The contractor that employs the technician; null for the own people. */
    company: Generated<string | null>
    /** The site where a working day starts. */
    base: Generated<string | null>
  }
  /** A weekly pattern, or an exception when it covers a few days. */
  roster_entry: {
    id: string
    technician: string
    site: string | null
    skill: string | null
    kind: DutyKind
    weekdays: string
    from_day: string
    until_day: string | null
    starts: string
    ends: string
    note: string | null
    created_at: number
    created_by: string
  }
  site_dispatch: {
    site: string
    version: number
    mode: DispatchMode
    accept_min: number | null
    strict: number
    /** 1: who arrives proves it, a reason does not do. */
    proof_required: Generated<number>
    latitude: number | null
    longitude: number | null
    /** `{major?, general?}` as JSON. */
    responsible: string | null
    changed_at: number
    changed_by: string
  }
  /** Who of a crew was asked, and what came of it. */
  ticket_offer: {
    ticket: string
    number: number
    technician: string
    at: number
    due_at: number | null
    ended_at: number | null
    outcome: OfferOutcome | null
    /** Why the service chose this person; null where a person chose. */
    reasons: Generated<string | null>
  }
  /** A ticket that lacks people: when it is tried again, and since when the desk knows. */
  dispatch_wait: {
    ticket: string
    since: number
    tried_at: number | null
    retry_at: number
    told_at: number | null
  }
  work_link: {
    id: string
    ticket: string
    technician: string
    token_hash: string
    created_at: number
    created_by: string
    expires_at: number
    revoked_at: number | null
    revoked_by: string | null
  }
}
