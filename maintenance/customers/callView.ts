import type { Kysely } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { CallAttempt, FollowUp } from '#domain/followUps.ts'
import type { Actor } from '#domain/people.ts'
import type { SurveyResult } from '#domain/surveys.ts'
import type { CallKind } from '#domain/ticketClocks.ts'
import { findMove } from '#domain/ticketMoves.ts'
import { type Callable, reporterContacts } from '../intake/reporterContacts.ts'
import type { Workshop } from '../needs.ts'
import { withoutNulls } from '../withoutNulls.ts'
import type { CallRow } from './callList.ts'

type Attempt = CallAttempt & Pick<CallRow, 'ticket' | 'kind'>

async function attemptsOf(db: Kysely<Tables>, tickets: readonly string[]): Promise<Attempt[]> {
  const rows = await db
    .selectFrom('call_attempt')
    .selectAll()
    .where('ticket', 'in', tickets)
    .orderBy('number')
    .execute()
  return rows.map(withoutNulls)
}

/** The latest answer of each of the tickets' customers, oldest first. */
async function answersOf(db: Kysely<Tables>, tickets: readonly string[]): Promise<SurveyResult[]> {
  const rows = await db
    .selectFrom('survey')
    .select(['id', 'ticket', 'report', 'answered_at', 'answered_by', 'answer', 'channel', 'shown_by'])
    .where('ticket', 'in', tickets)
    .where('answered_at', 'is not', null)
    .orderBy('answered_at')
    .execute()
  const results = rows.map(({ id, ticket, report, answered_at, answered_by, answer, channel, shown_by: shownBy }) => ({
    id,
    ticket,
    answeredAt: answered_at ?? 0,
    by: answered_by ?? '',
    ...withoutNulls({ channel, shownBy, report }),
    ...JSON.parse(answer ?? '{}'),
  }))
  const last = new Map<string, SurveyResult>(results.map(result => [`${result.ticket} ${result.report ?? ''}`, result]))
  return results.filter(result => last.get(`${result.ticket} ${result.report ?? ''}`) === result)
}

const BY_DEVICE: readonly CallRow['origin'][] = ['rule', 'prediction', 'event', 'demo']

function toFollowUp(
  needs: Workshop,
  row: CallRow,
  attempts: readonly Attempt[],
  { surveys, callable: { reporters, ...contact } }: { surveys: readonly SurveyResult[]; callable: Callable },
): FollowUp {
  const { ticket, started_at: startedAt } = row
  const kind = row.kind as CallKind
  const { tries } = needs.policies.get(row.policy).policy.calls
  const tried = attempts.filter(a => a.at >= startedAt).length
  return {
    id: `${ticket}:${kind}`,
    ticket,
    kind,
    callee: contact.contact === undefined && BY_DEVICE.includes(row.origin) ? 'siteManager' : 'reporter',
    site: row.site,
    equipment: row.equipment,
    priority: row.priority,
    status: row.status,
    startedAt,
    dueAt: row.due_at,
    ...withoutNulls({
      title: row.title,
      faultCode: row.fault_code,
      trouble: row.trouble,
      technician: row.technician,
      breachedAt: row.breached_at,
      endedAt: row.stopped_at,
    }),
    ready: kind === 'callBack' || findMove({ status: row.status, kind: row.ticket_kind }, 'followedUp') !== undefined,
    triesLeft: row.stopped_at === null ? Math.max(0, tries - tried) : 0,
    attempts: attempts.map(({ ticket: _, kind: __, ...attempt }) => attempt),
    ...contact,
    reporters,
    surveys: [...surveys],
  }
}

/** Calls with whom to call, what was tried and what the customer answered: a query each, however many calls. */
export async function assembleCalls(needs: Workshop, rows: readonly CallRow[], actor: Actor): Promise<FollowUp[]> {
  if (rows.length === 0) return []
  const { db } = needs.database
  const tickets = [...new Set(rows.map(row => row.ticket))]
  const [attempts, answers, contacts] = await Promise.all([
    attemptsOf(db, tickets),
    answersOf(db, tickets),
    reporterContacts(db, rows, actor),
  ])
  const of = Map.groupBy(attempts, a => `${a.ticket}:${a.kind}`)
  return rows.map(row =>
    toFollowUp(needs, row, of.get(`${row.ticket}:${row.kind}`) ?? [], {
      surveys: answers.filter(({ ticket }) => ticket === row.ticket),
      callable: contacts.get(row.ticket) ?? { reporters: [] },
    }),
  )
}
