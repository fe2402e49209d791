import type { ClockEscalation, ClockKind, ClockLine, ExplainedClock } from '#domain/ticketClocks.ts'
import type { Workshop } from '../needs.ts'
import { withoutNulls } from '../withoutNulls.ts'
import { spanOf } from './clockBasis.ts'

/** The clocks of a ticket, each with its account; a clock that was withdrawn has its account alone. */
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
  return clocks.map(row => ({
    kind: row.kind,
    startedAt: row.started_at,
    dueAt: row.due_at,
    ...withoutNulls({ stoppedAt: row.stopped_at, breachedAt: row.breached_at, pausedAt: row.paused_at }),
    span: spanOf(row),
    lines: linesOf(row.kind),
    escalations: stepsOf(row.kind),
  }))
}
