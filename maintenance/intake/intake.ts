import type { DeskReport, IntakePolicy, PublicReport, TicketLocation } from '#domain/intake.ts'
import type { Actor } from '#domain/people.ts'
import {
  type Photo,
  type PhotoOwner,
  type PublicStatus,
  RESIDENT,
  type Report,
  type TakenReport,
} from '#domain/reported.ts'
import type { TicketStatus } from '#domain/tickets.ts'
import type { Workshop } from '../needs.ts'
import type { VersionedPolicy } from '../versionedPolicy.ts'
import { locateTicket } from './locateTicket.ts'
import { readPhoto } from './photoFile.ts'
import { addPhoto, photoFileOf, photosOf } from './photos.ts'
import { createIntakePolicies } from './policy.ts'
import { publicStatus } from './publicStatus.ts'
import { reportByToken } from './reportByToken.ts'
import { reportsOf } from './reportView.ts'
import { createSitePlaces } from './sitePlaces.ts'
import { takeReport } from './takeReport.ts'

/** Reports of residents, owners and staff, and their photos. */
export interface Intake {
  policy: VersionedPolicy<IntakePolicy>
  /** @throws CodedError NOT_FOUND, BAD_REQUEST, UNKNOWN_TROUBLE, UNKNOWN_CLASS */
  takePublic(input: PublicReport): Promise<TakenReport>
  /** @throws CodedError NOT_FOUND, BAD_REQUEST, UNKNOWN_TROUBLE, UNKNOWN_CLASS, TICKET_ENDED */
  takeAtDesk(input: DeskReport, actor: Actor): Promise<TakenReport>
  /** The ticket about a place is about this equipment. @returns the ticket that now carries it @throws CodedError NOT_FOUND, STALE_VERSION, TICKET_ENDED, EQUIPMENT_KNOWN */
  locate(ticket: string, location: TicketLocation, actor: Actor): Promise<string>
  status(token: string): Promise<PublicStatus | undefined>
  /** The report that a token opens, as the owner of photos. */
  reportOf(token: string): Promise<PhotoOwner | undefined>
  ofTicket(ticket: { id: string; status: TicketStatus }, actor: Actor): Promise<Report[]>
  photos(owner: string): Promise<Photo[]>
  /** @throws CodedError PHOTO_INVALID, PHOTO_TOO_LARGE, TOO_MANY_PHOTOS */
  addPhoto(owner: PhotoOwner, bytes: Buffer, by: string): Promise<Photo>
  /** A photo as a JPEG. */
  photo(owner: string, number: number): Promise<Buffer | undefined>
}

export function createIntake(needs: Workshop): Intake {
  const { db } = needs.database
  const places = createSitePlaces(needs)
  return {
    policy: createIntakePolicies(needs),
    takePublic: input => takeReport(needs, places, input, { by: RESIDENT, channel: 'web' }),
    takeAtDesk: ({ channel, ticket, ...input }, actor) =>
      takeReport(needs, places, input, { by: actor.username, channel, ticket }),
    locate: (ticket, location, actor) => locateTicket(needs, ticket, location, actor),
    status: token => publicStatus(db, token, needs.clock.now()),
    reportOf: async token => {
      const row = await reportByToken(db, token)
      return row && { id: row.id, ticket: row.ticket }
    },
    ofTicket: (ticket, actor) => reportsOf(db, ticket, actor),
    photos: async owner => (await photosOf(db, [owner])).get(owner) ?? [],
    addPhoto: (owner, bytes, by) => addPhoto(needs, owner, bytes, by),
    photo: async (owner, number) => {
      const file = await photoFileOf(db, owner, number)
      return file === undefined ? undefined : await readPhoto(needs.dataDir, file)
    },
  }
}
