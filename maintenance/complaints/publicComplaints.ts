import { hashToken } from '#database/secrets.ts'
import type { ComplaintVerdict, PublicComplaint } from '#domain/complaintForms.ts'
import type { ComplaintProgress, ComplaintStatus } from '#domain/complaints.ts'
import type { ComplaintKind } from '#domain/customerPolicy.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import { findSurvey } from '../customers/surveyLinks.ts'
import { reportByToken } from '../intake/reportByToken.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { type ComplaintRow, lockComplaint } from './complaintRows.ts'
import { moveComplaint } from './moveComplaint.ts'
import { registerComplaint } from './registerComplaint.ts'

const COMPLAINER: Actor = { username: 'complainer', role: 'viewer', sites: [] }

/** What residents do without a log-in. */
export interface PublicComplaints {
  /** What one can complain of, with what is promised. */
  kinds(): Omit<ComplaintKind, 'close'>[]
  /** @returns the number to name and the token of its page @throws CodedError BAD_REQUEST, UNKNOWN_SITE, NOT_FOUND, SURVEY_UNKNOWN */
  send(input: PublicComplaint): Promise<{ complaint: string; token: string }>
  /** @throws CodedError NOT_FOUND */
  progress(token: string): Promise<ComplaintProgress>
  /** Accepts the answer, or has it escalated. @throws CodedError NOT_FOUND, ILLEGAL_MOVE, MOVE_NEEDS */
  judge(token: string, verdict: ComplaintVerdict): Promise<ComplaintProgress>
}

/** The ticket that a token of the complainer's leads to. @throws CodedError SURVEY_UNKNOWN, NOT_FOUND */
async function ticketBehind(trx: Trx, { survey, report }: PublicComplaint): Promise<string | undefined> {
  if (survey !== undefined) return (await findSurvey(trx, { token: survey })).survey.ticket
  if (report === undefined) return undefined
  const found = await reportByToken(trx, report)
  if (!found) throw new CodedError('NOT_FOUND')
  return found.ticket
}

async function find({ database: { db } }: Workshop, token: string): Promise<ComplaintRow> {
  const row = await db.selectFrom('complaint').selectAll().where('token_hash', '=', hashToken(token)).executeTakeFirst()
  if (!row) throw new CodedError('NOT_FOUND')
  return row
}

/** An answer is told once it was given, not while it is written. */
const TOLD: readonly ComplaintStatus[] = ['answered', 'accepted', 'escalated', 'closed']

async function readProgress(needs: Workshop, token: string): Promise<ComplaintProgress> {
  const { db } = needs.database
  const row = await find(needs, token)
  const steps = await db
    .selectFrom('complaint_event')
    .select(['at', 'to_status'])
    .where('complaint', '=', row.id)
    .where('to_status', 'is not', null)
    .orderBy('number')
    .execute()
  const owed = await db
    .selectFrom('complaint_clock')
    .select('due_at')
    .where('complaint', '=', row.id)
    .where('kind', '=', 'answer')
    .where('stopped_at', 'is', null)
    .executeTakeFirst()
  return {
    complaint: row.id,
    kind: row.kind,
    status: row.status,
    registeredAt: row.registered_at,
    ...(owed && { answerDueAt: owed.due_at }),
    ...(row.answer !== null && TOLD.includes(row.status) && { answer: row.answer }),
    steps: steps.flatMap(({ at, to_status: to }) => (to === null ? [] : [{ at, to }])),
  }
}

export function createPublicComplaints(needs: Workshop): PublicComplaints {
  const { write } = needs.database
  return {
    kinds: () => needs.policies.at(needs.clock.now()).policy.complaints.kinds.map(({ close: _, ...kind }) => kind),
    send: async sent => {
      const { survey: _, report: __, ...input } = sent
      const { id: complaint, token } = await write(async trx => {
        const ticket = await ticketBehind(trx, sent)
        return await registerComplaint(trx, needs, { ...input, ticket, channel: 'web' }, COMPLAINER)
      })
      return { complaint, token }
    },
    progress: token => readProgress(needs, token),
    judge: async (token, { accepted, reason }) => {
      const { id } = await find(needs, token)
      const move = { to: accepted ? ('accepted' as const) : ('escalated' as const), ...(reason && { reason }) }
      await write(async trx => {
        const complaint = await lockComplaint(trx, id)
        if (!complaint) throw new CodedError('NOT_FOUND')
        await moveComplaint(trx, needs, complaint, move, { by: COMPLAINER.username, movers: ['complainer'] })
      })
      return await readProgress(needs, token)
    },
  }
}
