import type { ChecklistAnswers, Visit } from '#domain/checklists.ts'
import type { PlanFinding } from '#domain/findings.ts'
import type { Page } from '#domain/page.ts'
import type { Actor } from '#domain/people.ts'
import type { ExplainedClock } from '#domain/ticketClocks.ts'
import type { NewTicket, TicketMove } from '#domain/ticketCommands.ts'
import type { DelayNotice, NewSignature, PauseGrant, Urge } from '#domain/ticketForms.ts'
import type { Ticket, TicketLine } from '#domain/tickets.ts'
import type { VerdictChange } from '#domain/verdicts.ts'
import { batches } from '../batches.ts'
import { explainClocks } from '../clocks/explain.ts'
import type { Workshop } from '../needs.ts'
import { MAX_LIMIT } from '../paging.ts'
import { answerChecklist } from '../plans/checklist/answerChecklist.ts'
import { readVisit } from '../plans/checklist/visitView.ts'
import { listFindings } from '../plans/findings.ts'
import { createTicket } from './createTicket.ts'
import { judgeTicket } from './judgeTicket.ts'
import { moveTicket } from './moveTicket.ts'
import { drawingOf } from './signatures.ts'
import { grantPause, signTicket, tellDelay, urgeTicket } from './ticketActs.ts'
import { ticketLines } from './ticketLines.ts'
import { listTickets, type TicketQuery } from './ticketList.ts'
import { assembleTickets } from './ticketView.ts'

export interface Tickets {
  /** Newest first. */
  list(query: TicketQuery): Promise<Page<Ticket>>
  /** All of a list, some hundred at a time. */
  lines(query: TicketQuery): AsyncGenerator<TicketLine[]>
  get(id: string): Promise<Ticket | undefined>
  many(ids: readonly string[]): Promise<Ticket[]>
  /** At which site each of the tickets is; what is none is missing. */
  sites(ids: readonly string[]): Promise<Map<string, string>>
  /** @throws CodedError NOT_FOUND, BAD_REQUEST, UNKNOWN_PART, UNKNOWN_TECHNICIAN, CERTIFICATE_EXPIRED, CERTIFICATE_MISSING, ALREADY_EXISTS with the open ticket */
  create(input: NewTicket, actor: Actor): Promise<Ticket>
  /** @throws CodedError NOT_FOUND, STALE_VERSION, ILLEGAL_MOVE, FORBIDDEN, MOVE_NEEDS, PROOF_MISMATCH, CANNOT_PAUSE, SIGNATURE_INVALID, FAULT_STILL_ACTIVE, FAULT_UNKNOWN, NOT_ENOUGH_STOCK, UNKNOWN_PART, UNKNOWN_TECHNICIAN, BAD_REQUEST */
  move(id: string, move: TicketMove, actor: Actor): Promise<Ticket>
  /** @throws CodedError NOT_FOUND, TICKET_ENDED */
  urge(id: string, urge: Urge, actor: Actor): Promise<Ticket>
  /** @throws CodedError NOT_FOUND, TICKET_ENDED */
  tellDelay(id: string, notice: DelayNotice, actor: Actor): Promise<Ticket>
  /** @throws CodedError NOT_FOUND, TICKET_ENDED, STALE_VERSION, SIGNATURE_INVALID */
  sign(id: string, signature: NewSignature, actor: Actor): Promise<Ticket>
  /** @throws CodedError NOT_FOUND, TICKET_ENDED, STALE_VERSION, CANNOT_PAUSE, MOVE_NEEDS */
  grantPause(id: string, request: PauseGrant, actor: Actor): Promise<Ticket>
  /** A drawn signature as a PNG. */
  drawing(id: string, number: number): Promise<Buffer | undefined>
  /** Judges what was found otherwise than the repair report does. @throws CodedError NOT_FOUND, STALE_VERSION, FORBIDDEN, NO_VERDICT */
  judge(id: string, change: VerdictChange, actor: Actor): Promise<Ticket>
  /** The clocks with the account of each, line by line. */
  clocks(id: string): Promise<ExplainedClock[]>
  /** The visit of a plan that the ticket is for, with its checklist. */
  visit(ticket: Pick<Ticket, 'id' | 'equipment'>): Promise<Visit | undefined>
  /** What visits found, from which the ticket follows, the newest first. */
  findings(id: string): Promise<PlanFinding[]>
  /** Answers the checklist of a visit. @throws CodedError NOT_FOUND, FORBIDDEN, TICKET_ENDED, BAD_REQUEST, STALE_VERSION, UNKNOWN_TROUBLE */
  answer(id: string, answers: ChecklistAnswers, actor: Actor): Promise<Ticket>
}

async function readMany(needs: Workshop, ids: readonly string[]): Promise<Ticket[]> {
  const { db } = needs.database
  const found: Ticket[] = []
  for (const some of batches(ids, MAX_LIMIT)) {
    const rows = await db.selectFrom('ticket').selectAll().where('id', 'in', some).execute()
    found.push(...(await assembleTickets(needs, rows)))
  }
  return found
}

async function readSites({ database: { db } }: Workshop, ids: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const some of batches([...new Set(ids)], MAX_LIMIT)) {
    const rows = await db.selectFrom('ticket').select(['id', 'site']).where('id', 'in', some).execute()
    for (const { id, site } of rows) found.set(id, site)
  }
  return found
}

export function createTickets(needs: Workshop): Tickets {
  const get = async (id: string) => (await readMany(needs, [id]))[0]
  const read = async (id: string) => (await get(id)) as Ticket
  return {
    list: query => listTickets(needs, query),
    lines: query => ticketLines(needs, query),
    get,
    many: ids => readMany(needs, ids),
    sites: ids => readSites(needs, ids),
    create: async (input, actor) => read(await createTicket(needs, input, actor)),
    move: async (id, move, actor) => {
      await moveTicket(needs, id, move, actor)
      return await read(id)
    },
    urge: async (id, urge, actor) => {
      await urgeTicket(needs, id, urge, actor)
      return await read(id)
    },
    tellDelay: async (id, notice, actor) => {
      await tellDelay(needs, id, notice, actor)
      return await read(id)
    },
    sign: async (id, signature, actor) => {
      await signTicket(needs, id, signature, actor)
      return await read(id)
    },
    grantPause: async (id, request, actor) => {
      await grantPause(needs, id, request, actor)
      return await read(id)
    },
    judge: async (id, change, actor) => {
      await judgeTicket(needs, id, change, actor)
      return await read(id)
    },
    drawing: (id, number) => drawingOf(needs.database.db, id, number),
    clocks: id => explainClocks(needs, id),
    visit: ticket => readVisit(needs.database.db, needs, ticket),
    findings: async id => (await listFindings(needs, { followUp: id, limit: MAX_LIMIT })).items,
    answer: async (id, answers, actor) => {
      await answerChecklist(needs, id, answers, actor)
      return await read(id)
    },
  }
}
