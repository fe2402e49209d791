import type { DeskReport, IntakePolicy, PublicReport, TicketLocation } from '#domain/intake.ts'
import type { Actor } from '#domain/people.ts'
import type { Photo, PhotoOwner, PublicStatus, Report, TakenReport } from '#domain/reported.ts'
import type { TicketStatus } from '#domain/tickets.ts'
import type { PolicyVerbs } from './policies.ts'

/** What the dashboard asks about reports and their photos. */
export interface IntakeVerbs {
  policy: PolicyVerbs<IntakePolicy>
  takePublic(input: PublicReport): Promise<TakenReport>
  takeAtDesk(input: DeskReport, actor: Actor): Promise<TakenReport>
  locate(ticket: string, location: TicketLocation, actor: Actor): Promise<string>
  status(token: string): Promise<PublicStatus | undefined>
  reportOf(token: string): Promise<PhotoOwner | undefined>
  ofTicket(ticket: { id: string; status: TicketStatus }, actor: Actor): Promise<Report[]>
  photos(owner: string): Promise<Photo[]>
  addPhoto(owner: PhotoOwner, bytes: Buffer, by: string): Promise<Photo>
  photo(owner: string, number: number): Promise<Buffer | undefined>
}
