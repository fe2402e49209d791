import type { Contact } from './contact.ts'
import type { Priority, TicketStatus } from './tickets.ts'
import type { Millis } from './time.ts'

/** How a report came in (F1 of the service practice); `web` is the residents' own page. */
export const CHANNELS = ['web', 'phone', 'walkIn', 'app', 'mail', 'patrol'] as const
export type Channel = (typeof CHANNELS)[number]

/** Who a report of the residents' page is taken down by. */
export const RESIDENT = 'resident'

/** The most photos that one report, or a ticket itself, may carry. */
export const MAX_PHOTOS = 6

/** A kind of trouble as people tell it (`domain/catalogue/reference/troubles.json`). */
export interface Trouble {
  code: string
  name: string
  name_zh: string
  /** People may be hurt at this moment: phone numbers go before everything else. */
  danger?: boolean
  severity: 'major' | 'general' | 'advisory'
  lifeSafety: boolean
  /** Left out: it can befall every class. */
  classes?: readonly string[]
  /** The fault of a class that this trouble is. */
  faults?: Readonly<Record<string, string>>
}

/** A photo of a report or a ticket, re-encoded as JPEG; fetched by its number. */
export interface Photo {
  number: number
  width: number
  height: number
  bytes: number
  at: Millis
  by: string
}

/** What somebody reported, as staff read it. */
export interface Report {
  id: string
  ticket: string
  site: string
  equipment: string
  /** The class that it seemed to be to who could not name the equipment. */
  seems?: string
  trouble: string
  channel: Channel
  danger: boolean
  /** It came while the ticket was running already. */
  joined: boolean
  words?: string
  place?: string
  contact?: Contact
  /** `contact` is not whole: the reader may not see it. */
  masked?: true
  /** When the contact was deleted, its time being over. */
  forgottenAt?: Millis
  /** When its photos were deleted, their time being over. */
  photosDeletedAt?: Millis
  photos: Photo[]
  at: Millis
  by: string
}

/** The way of a repair as a resident sees it. */
export const STEPS = ['received', 'assigned', 'onTheWay', 'onSite', 'repaired', 'done'] as const
export type Step = (typeof STEPS)[number]

/** Where a report stands, in what a resident may know. */
export interface PublicStatus {
  ticket: string
  site: string
  equipment: string
  /** Where it is in the reporter's own words, while the equipment is not known. */
  place?: string
  trouble: string
  danger: boolean
  reportedAt: Millis
  priority: Priority
  /** The steps that are behind, each with its time. */
  steps: { step: Step; at: Millis }[]
  /** What it waits for, and when it did not end in a repair. */
  waiting?: Extract<TicketStatus, `waiting${string}`>
  cancelled?: true
  /** Whoever comes: a first name, or 张师傅. */
  technician?: string
  /** When somebody is expected there, and when it should be done. */
  arriveAt?: Millis
  doneAt?: Millis
  delay?: string
  /** The work is accepted, and may be rated by the same link. */
  survey?: 'open' | 'given'
  photos: number
}

/** A report that is on file. The token opens its status page; only its hash is kept. */
export interface TakenReport {
  id: string
  ticket: string
  token: string
  joined: boolean
  danger: boolean
}

/** What a photo belongs to: a report, or a ticket itself. */
export interface PhotoOwner {
  id: string
  ticket: string
}
