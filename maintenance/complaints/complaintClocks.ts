import type { ComplaintClockKind } from '#domain/complaints.ts'
import type { ComplaintKind } from '#domain/customerPolicy.ts'
import { CodedError } from '#domain/errors.ts'
import type { Millis } from '#domain/time.ts'
import { calendarOf } from '../clocks/clockBasis.ts'
import { dueAt, type Promised } from '../clocks/dueTime.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import type { ComplaintRow } from './complaintRows.ts'

/** What decides about a complaint's promises. */
export type Promisee = Pick<ComplaintRow, 'id' | 'site' | 'kind' | 'policy'>

const policyOf = (needs: Workshop, { policy }: Pick<Promisee, 'policy'>) => needs.policies.get(policy).policy.complaints

/** The limits of a kind of complaint (P11). @throws CodedError BAD_REQUEST for a kind that the service levels do not have */
export function kindOf(needs: Workshop, of: Pick<Promisee, 'kind' | 'policy'>): ComplaintKind {
  const { kinds } = policyOf(needs, of)
  const found = kinds.find(({ code }) => code === of.kind)
  if (!found) throw new CodedError('BAD_REQUEST', { kind: of.kind, known: kinds.map(({ code }) => code) })
  return found
}

const calendarFor = (needs: Workshop, { site, policy }: Promisee) => calendarOf(needs, { site: site ?? '', policy })

/** Writes down who is to be told when; what was told stays told. */
async function planSteps(
  trx: Trx,
  needs: Workshop,
  complaint: Promisee,
  { kind, round, promised }: { kind: ComplaintClockKind; round: number; promised: Promised },
): Promise<void> {
  const calendar = calendarFor(needs, complaint)
  const rows = policyOf(needs, complaint).escalation.map(({ level, share, role }) => ({
    complaint: complaint.id,
    kind,
    round,
    level,
    role,
    due_at: dueAt(promised, calendar, share),
  }))
  if (rows.length === 0) return
  await trx
    .insertInto('complaint_escalation')
    .values(rows)
    .onConflict(c =>
      c
        .columns(['complaint', 'kind', 'round', 'level'])
        .doUpdateSet(eb => ({ due_at: eb.ref('excluded.due_at') }))
        .where('complaint_escalation.fired_at', 'is', null),
    )
    .execute()
}

/** Starts promises of a held complaint; each round of escalation has its own. */
export async function startPromises(
  trx: Trx,
  needs: Workshop,
  complaint: Promisee,
  kinds: readonly ComplaintClockKind[],
  { round, at }: { round: number; at: Millis },
): Promise<void> {
  const limits = kindOf(needs, complaint)
  for (const kind of kinds) {
    const promised = { span: limits[kind], startedAt: at, pauses: [] }
    const due = dueAt(promised, calendarFor(needs, complaint))
    const row = { complaint: complaint.id, kind, round, started_at: at, due_at: due }
    await trx
      .insertInto('complaint_clock')
      .values({ ...row, span: JSON.stringify(promised.span) })
      .execute()
    await planSteps(trx, needs, complaint, { kind, round, promised })
  }
}

/** Stops promises of a held complaint and takes back what nobody has been told yet. */
export async function stopPromises(
  trx: Trx,
  complaint: string,
  kinds: readonly ComplaintClockKind[],
  at: Millis,
): Promise<void> {
  if (kinds.length === 0) return
  await trx
    .updateTable('complaint_clock')
    .set({ stopped_at: at })
    .where('complaint', '=', complaint)
    .where('kind', 'in', kinds)
    .where('stopped_at', 'is', null)
    .execute()
  await trx
    .deleteFrom('complaint_escalation')
    .where('complaint', '=', complaint)
    .where('kind', 'in', kinds)
    .where('fired_at', 'is', null)
    .execute()
}

/** Counts the promises that still run again from when they began. @returns how many are due at another time now */
export async function recountPromises(trx: Trx, needs: Workshop, complaint: Promisee): Promise<number> {
  const limits = kindOf(needs, complaint)
  const running = await trx
    .selectFrom('complaint_clock')
    .selectAll()
    .where('complaint', '=', complaint.id)
    .where('stopped_at', 'is', null)
    .where('breached_at', 'is', null)
    .execute()
  const dues = running.map(({ kind, round, started_at: startedAt, due_at: before }) => {
    const promised = { span: limits[kind], startedAt, pauses: [] }
    return { kind, round, promised, before, due: dueAt(promised, calendarFor(needs, complaint)) }
  })
  for (const { kind, round, promised, due } of dues) {
    await trx
      .updateTable('complaint_clock')
      .set({ due_at: due, span: JSON.stringify(promised.span) })
      .where('complaint', '=', complaint.id)
      .where('kind', '=', kind)
      .where('round', '=', round)
      .execute()
    await planSteps(trx, needs, complaint, { kind, round, promised })
  }
  return dues.filter(({ before, due }) => due !== before).length
}
