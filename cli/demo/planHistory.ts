import { logChanges, nextNumber } from '#database/changeLog.ts'
import type { Database } from '#database/database.ts'
import type { Tables } from '#database/tables.ts'
import { dayAfter } from './dayAfter.ts'
import { insertAll, technicianFor } from './history.ts'
import type { PastVisit } from './pastVisits.ts'
import { toVisitChapter, type VisitChapter } from './visitChapter.ts'

/** The day of the demo's time zone. */
const dayOf = (at: number): string => dayAfter(at + 8 * 3_600_000, 0)

/** From when each clock counts: the last visit of a plan to each piece of equipment. */
function clocksOf(chapters: readonly VisitChapter[]): Tables['plan_clock'][] {
  const last = new Map<string, Tables['plan_clock']>()
  for (const { visit, carried } of chapters)
    for (const { equipment } of carried)
      last.set(`${equipment} ${visit.plan}`, {
        ...{ equipment, plan: visit.plan, from_day: dayOf(visit.done_at ?? 0), done: 1, visit: visit.id },
      })
  return [...last.values()]
}

/** Writes past visits, the oldest first, with their tickets, answers and clocks, in one transaction. */
export async function writePastVisits(database: Database, past: readonly PastVisit[], now: number): Promise<void> {
  await database.write(async trx => {
    const tickets = (await nextNumber(trx, 'ticket', past.length)) - past.length
    const visits = (await nextNumber(trx, 'plan_visit', past.length)) - past.length
    const chapters = past.map((visit, i) => {
      const technician = technicianFor(visit.plan.skill, visit.site) ?? 'demo'
      return toVisitChapter(visit, `v-${visits + 1 + i}`, `t-${tickets + 1 + i}`, technician)
    })
    const each = <R>(rows: (chapter: VisitChapter) => R[]) => chapters.flatMap(rows)
    await insertAll(
      trx,
      'ticket',
      each(c => [c.ticket]),
    )
    await insertAll(
      trx,
      'ticket_event',
      each(c => c.events),
    )
    await insertAll(
      trx,
      'ticket_clock',
      each(c => [c.clock]),
    )
    await insertAll(
      trx,
      'plan_visit',
      each(c => [c.visit]),
    )
    await insertAll(
      trx,
      'plan_visit_equipment',
      each(c => c.carried),
    )
    await insertAll(
      trx,
      'plan_answer',
      each(c => c.answers),
    )
    await insertAll(trx, 'plan_clock', clocksOf(chapters))
    await logChanges(
      trx,
      'tickets',
      each(c => [c.ticket.id]),
      now,
    )
  })
}
