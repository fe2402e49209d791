import type { ChecklistAnswers, Visit } from '#domain/checklists.ts'
import type { PlanFinding } from '#domain/findings.ts'
import type { Page, SiteQuery } from '#domain/page.ts'
import type { Actor } from '#domain/people.ts'
import type { ExplainedClock } from '#domain/ticketClocks.ts'
import type { NewTicket, TicketMove } from '#domain/ticketCommands.ts'
import type { TicketFilter } from '#domain/ticketFilter.ts'
import type { DelayNotice, NewSignature, PauseGrant, Urge } from '#domain/ticketForms.ts'
import type { Ticket, TicketLine, TicketStatus } from '#domain/tickets.ts'
import type { VerdictChange } from '#domain/verdicts.ts'

export type TicketListQuery = SiteQuery & TicketFilter & { status?: TicketStatus; text?: string }

export interface TicketVerbs {
  list(query: TicketListQuery): Promise<Page<Ticket>>
  lines(query: TicketListQuery): AsyncGenerator<TicketLine[]>
  get(id: string): Promise<Ticket | undefined>
  many(ids: readonly string[]): Promise<Ticket[]>
  sites(ids: readonly string[]): Promise<Map<string, string>>
  create(input: NewTicket, actor: Actor): Promise<Ticket>
  move(id: string, move: TicketMove, actor: Actor): Promise<Ticket>
  urge(id: string, urge: Urge, actor: Actor): Promise<Ticket>
  tellDelay(id: string, notice: DelayNotice, actor: Actor): Promise<Ticket>
  sign(id: string, signature: NewSignature, actor: Actor): Promise<Ticket>
  grantPause(id: string, request: PauseGrant, actor: Actor): Promise<Ticket>
  drawing(id: string, number: number): Promise<Buffer | undefined>
  judge(id: string, change: VerdictChange, actor: Actor): Promise<Ticket>
  clocks(id: string): Promise<ExplainedClock[]>
  visit(ticket: Pick<Ticket, 'id' | 'equipment'>): Promise<Visit | undefined>
  findings(id: string): Promise<PlanFinding[]>
  answer(id: string, answers: ChecklistAnswers, actor: Actor): Promise<Ticket>
}
