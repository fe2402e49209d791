import { type Static, Type } from 'typebox'
import type { Contact } from './contact.ts'
import { strict } from './formFields.ts'
import type { Report } from './reported.ts'
import type { SurveyResult } from './surveys.ts'
import type { CallKind } from './ticketClocks.ts'
import { FOLLOW_UP_RESULTS } from './ticketForms.ts'
import type { Priority, TicketStatus } from './tickets.ts'
import type { Millis } from './time.ts'

export type CallResult = (typeof FOLLOW_UP_RESULTS)[number]

/** One call to a customer: who called, when, and what came of it. */
export interface CallAttempt {
  number: number
  at: Millis
  by: string
  result: CallResult
  note?: string
}

/** Who is called: the person who reported, or the site's manager where the device itself did (PL-FOLLOWUP). */
export type Callee = 'reporter' | 'siteManager'

/** Somebody who reported and left a contact; `report` is their first, as in their `SurveyResult`. */
export interface CalledReporter extends Pick<Report, 'contact' | 'masked'> {
  report: string
}

/** A call that is owed: the return visit after every repair (P7), or the call back after a low score. */
export interface FollowUp {
  /** `t-12:followUp` */
  id: string
  ticket: string
  kind: CallKind
  callee: Callee
  site: string
  equipment: string
  title?: string
  faultCode?: string
  trouble?: string
  priority: Priority
  status: TicketStatus
  technician?: string
  /** Of who reported it last; masked where the reader may not see it whole. */
  contact?: Contact
  masked?: true
  startedAt: Millis
  dueAt: Millis
  breachedAt?: Millis
  endedAt?: Millis
  /** The repair has been accepted, so that the call may be made. */
  ready: boolean
  /** How many calls are still to be tried before it may end without anybody reached. */
  triesLeft: number
  attempts: CallAttempt[]
  /** Everybody who reported it and can be reached, in the order in which they did. */
  reporters: CalledReporter[]
  /** The last answer of each, oldest first. */
  surveys: SurveyResult[]
}

export const FOLLOW_UP_LISTS = ['open', 'today', 'overdue', 'unreached', 'done'] as const
/** `today`: due by the end of the site's day, what is overdue included; `unreached`: tried in vain so far. */
export type FollowUpList = (typeof FOLLOW_UP_LISTS)[number]

/** `end`: after enough tries nobody is called again. */
export const NewCallAttempt = strict(
  {
    result: Type.Enum([...FOLLOW_UP_RESULTS]),
    note: Type.Optional(Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' })),
    end: Type.Optional(Type.Boolean()),
  },
  { $id: 'NewCallAttempt' },
)
export type NewCallAttempt = Static<typeof NewCallAttempt>
