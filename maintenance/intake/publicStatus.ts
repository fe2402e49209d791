import type { Kysely } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { PublicStatus, Step } from '#domain/reported.ts'
import { WAITING } from '#domain/servicePolicy.ts'
import type { Delay } from '#domain/ticketActs.ts'
import type { TicketStatus } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'
import { surveyOfReport, surveyState } from '../customers/surveyLinks.ts'
import type { TicketRow } from '../tickets/lockTicket.ts'
import { withoutNulls } from '../withoutNulls.ts'
import { type ReportRow, reportByToken } from './reportByToken.ts'

/** Which step of the resident's a status of the ticket is. */
const STEP_OF: Partial<Record<TicketStatus, Step>> = {
  dispatched: 'assigned',
  accepted: 'assigned',
  enRoute: 'onTheWay',
  onSite: 'onSite',
  repaired: 'repaired',
  answered: 'repaired',
  verified: 'repaired',
  handedOver: 'done',
  closed: 'done',
}

/** Where the work has been accepted and nobody has sent it back. */
const RATED_IN: readonly TicketStatus[] = ['handedOver', 'answered', 'surveyed', 'followedUp', 'closed']

/** The steps since the work began for the last time: a reopening or return sends it back. */
async function stepsOf(db: Kysely<Tables>, { ticket, at }: ReportRow): Promise<PublicStatus['steps']> {
  const moves = await db
    .selectFrom('ticket_event')
    .select(['at', 'to_status'])
    .where('ticket', '=', ticket)
    .where('to_status', 'is not', null)
    .orderBy('number')
    .execute()
  const begun = moves.findLastIndex(({ to_status: to }) => to === 'reopened' || to === 'acknowledged' || to === 'new')
  const steps: PublicStatus['steps'] = [{ step: 'received', at }]
  for (const move of moves.slice(begun + 1)) {
    const step = move.to_status && STEP_OF[move.to_status]
    if (step && !steps.some(known => known.step === step)) steps.push({ step, at: move.at })
  }
  return steps
}

/** 张师傅, or a first name: whoever comes is known by no more. */
const familiar = (name: string): string =>
  (/^\p{Script=Han}/u.test(name) ? `${[...name][0]}师傅` : name.split(' ')[0]) ?? ''

async function technicianOf(db: Kysely<Tables>, ticket: TicketRow): Promise<string | null> {
  if (ticket.technician === null || ticket.technician_proposed === 1) return null
  const found = await db.selectFrom('technician').select('name').where('id', '=', ticket.technician).executeTakeFirst()
  return found ? familiar(found.name) : null
}

/** When somebody is expected there and when it should be done: what was told last, otherwise what is promised. */
async function expectedOf(db: Kysely<Tables>, ticket: TicketRow) {
  const clocks = await db
    .selectFrom('ticket_clock')
    .select(['kind', 'due_at'])
    .where('ticket', '=', ticket.id)
    .where('kind', 'in', ['arrive', 'resolve'])
    .where('stopped_at', 'is', null)
    .execute()
  const due = (kind: string) => clocks.find(clock => clock.kind === kind)?.due_at ?? null
  const delay: Delay | undefined = ticket.delay === null ? undefined : JSON.parse(ticket.delay)
  return { arriveAt: due('arrive'), doneAt: delay?.expectedAt ?? due('resolve'), delay: delay?.reason ?? null }
}

/** Whether the reporter can rate the work, or has. */
async function surveyOf(
  db: Kysely<Tables>,
  { status }: TicketRow,
  report: ReportRow,
  now: Millis,
): Promise<'open' | 'given' | null> {
  const survey = RATED_IN.includes(status) ? await surveyOfReport(db, report) : undefined
  const state = survey && surveyState({ survey, expiresAt: survey.expires_at }, now)
  return state === 'open' || state === 'given' ? state : null
}

/** Where a report stands, in what a resident may know. */
export async function publicStatus(db: Kysely<Tables>, token: string, now: Millis): Promise<PublicStatus | undefined> {
  const report = await reportByToken(db, token)
  if (!report) return undefined
  const ticket = await db.selectFrom('ticket').selectAll().where('id', '=', report.ticket).executeTakeFirstOrThrow()
  const { photos } = await db
    .selectFrom('photo')
    .select(eb => eb.fn.countAll().as('photos'))
    .where('owner', '=', report.id)
    .executeTakeFirstOrThrow()
  const { site, equipment, trouble } = report
  return {
    ...{ ticket: ticket.id, site, equipment, trouble, danger: report.danger === 1, reportedAt: report.at },
    priority: ticket.priority,
    steps: await stepsOf(db, report),
    photos: Number(photos),
    ...(WAITING.some(each => each === ticket.status) && { waiting: ticket.status as PublicStatus['waiting'] & string }),
    ...(ticket.status === 'cancelled' && { cancelled: true as const }),
    ...withoutNulls({ survey: await surveyOf(db, ticket, report, now), place: ticket.place && report.place }),
    ...withoutNulls({ technician: await technicianOf(db, ticket), ...(await expectedOf(db, ticket)) }),
  }
}
