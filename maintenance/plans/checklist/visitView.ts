import type { Kysely } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { Visit } from '#domain/checklists.ts'
import { addDays } from '../../clocks/localDay.ts'
import type { Workshop } from '../../needs.ts'
import { withoutNulls } from '../../withoutNulls.ts'
import { answeredLines, type Checklist, readChecklist } from './readChecklist.ts'

/** The days between which a visit is in time. */
export const windowOf = (
  { leadDays, toleranceDays }: { leadDays: number; toleranceDays: number },
  dueDay: string,
): { windowStart: string; windowEnd: string } => ({
  windowStart: addDays(dueDay, -leadDays),
  windowEnd: addDays(dueDay, toleranceDays),
})

function toVisit(needs: Pick<Workshop, 'equipment'>, place: string, checklist: Checklist): Visit {
  const { visit, plans, carried, lines } = checklist
  const [own] = plans
  const items = new Map(lines.map(({ item }) => [item.code, item]))
  const shown = lines.some(({ equipment }) => equipment === place) ? [...carried, place] : carried
  return {
    id: visit.id,
    plan: visit.plan,
    plans: plans.map(({ code, name, name_zh, version }) => ({ code, name, name_zh, version })),
    dueDay: visit.due_day,
    ...windowOf(own ?? { leadDays: 0, toleranceDays: 0 }, visit.due_day),
    estMin: visit.est_min,
    ...withoutNulls({ doneAt: visit.done_at, missedAt: visit.missed_at }),
    equipment: [...new Set(shown)].flatMap(id => {
      const piece = needs.equipment(id)
      return piece ? [{ id, name: piece.name, class: piece.class }] : []
    }),
    items: [...items.values()],
    ...answeredLines(checklist),
  }
}

/** The visit that a ticket is for, with its checklist; undefined for a ticket of another kind. */
export async function readVisit(
  db: Kysely<Tables>,
  needs: Pick<Workshop, 'catalogue' | 'equipment'>,
  ticket: { id: string; equipment: string },
): Promise<Visit | undefined> {
  const checklist = await readChecklist(db, needs, ticket)
  return checklist && toVisit(needs, ticket.equipment, checklist)
}
