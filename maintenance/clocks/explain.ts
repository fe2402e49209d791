import {
  CLOCK_KINDS,
  type ClockEscalation,
  type ClockEvent,
  type ClockKind,
  type ClockLine,
  type ExplainedClock,
} from '#domain/ticketClocks.ts'
import type { Workshop } from '../needs.ts'
import { withoutNulls } from '../withoutNulls.ts'
import { spanOf } from './clockBasis.ts'

/** When a clock whose row is gone was due, by the lines that say so. */
const SAYS_DUE: readonly ClockEvent[] = ['started', 'recalculated', 'resumed', 'restarted']

/** What is left of a clock that was withdrawn: its account, and what that says of it. */
function withdrawnClock(kind: ClockKind, lines: ClockLine[], escalations: ClockEscalation[]): ExplainedClock {
  const startedAt = lines.findLast(({ event }) => event === 'started')?.at ?? 0
  const dueAt = lines.findLast(({ event }) => SAYS_DUE.includes(event))?.detail?.dueAt
  const withdrawnAt = lines.findLast(({ event }) => event === 'withdrawn')?.at ?? startedAt
  return { kind, startedAt, dueAt: Number(dueAt ?? startedAt), withdrawnAt, lines, escalations }
}

/** The clocks of a ticket, each with its account; then those that were withdrawn, which the account alone tells of. */
export async function explainClocks({ database: { db } }: Workshop, ticket: string): Promise<ExplainedClock[]> {
  const [clocks, lines, steps] = await Promise.all([
    db.selectFrom('ticket_clock').selectAll().where('ticket', '=', ticket).orderBy('due_at').orderBy('kind').execute(),
    db.selectFrom('clock_line').selectAll().where('ticket', '=', ticket).orderBy('number').execute(),
    db.selectFrom('escalation').selectAll().where('ticket', '=', ticket).orderBy('level').execute(),
  ])
  const linesOf = (kind: ClockKind): ClockLine[] =>
    lines
      .filter(line => line.kind === kind)
      .map(({ at, event, by, detail }) => withoutNulls({ at, event, by, detail: detail && JSON.parse(detail) }))
  const stepsOf = (kind: ClockKind): ClockEscalation[] =>
    steps
      .filter(step => step.kind === kind)
      .map(({ level, role, due_at: dueAt, fired_at: firedAt }) => withoutNulls({ level, role, dueAt, firedAt }))
  const standing = clocks.map(row => ({
    kind: row.kind,
    startedAt: row.started_at,
    dueAt: row.due_at,
    ...withoutNulls({ stoppedAt: row.stopped_at, breachedAt: row.breached_at, pausedAt: row.paused_at }),
    span: spanOf(row),
    lines: linesOf(row.kind),
    escalations: stepsOf(row.kind),
  }))
  const gone = CLOCK_KINDS.filter(
    kind => lines.some(line => line.kind === kind) && !clocks.some(row => row.kind === kind),
  )
  return [...standing, ...gone.map(kind => withdrawnClock(kind, linesOf(kind), stepsOf(kind)))]
}
