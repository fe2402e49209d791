import type { Kysely, Selectable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import { type Answer, type ChecklistLine, lacksPhoto, lineKey } from '#domain/checklists.ts'
import type { Plan } from '#domain/plans.ts'
import type { Workshop } from '../../needs.ts'
import { withoutNulls } from '../../withoutNulls.ts'
import { checklistLines, type Line } from './checklistLines.ts'
import { type VisitRow, visitPlans } from './visitPlans.ts'

type Reader = Pick<Kysely<Tables>, 'selectFrom'>
export type AnswerRow = Selectable<Tables['plan_answer']>

/** A visit with what it is to answer and every answer to it. */
export interface Checklist {
  visit: VisitRow
  plans: Plan[]
  carried: string[]
  lines: Line[]
  /** By `lineKey`, newest first. */
  answers: ReadonlyMap<string, AnswerRow[]>
}

export const toAnswer = (row: AnswerRow): Answer => ({
  version: row.version,
  outcome: row.outcome,
  photos: JSON.parse(row.photos),
  at: row.at,
  by: row.by,
  ...(row.mended === 1 && { mended: true as const }),
  ...withoutNulls({ value: row.value, reason: row.reason, note: row.note, ticket: row.ticket }),
})

/** The checklist of a ticket's visit; undefined for a ticket of another kind. */
export async function readChecklist(
  db: Reader,
  { catalogue, equipment }: Pick<Workshop, 'catalogue' | 'equipment'>,
  ticket: { id: string; equipment: string },
): Promise<Checklist | undefined> {
  const visit = await db.selectFrom('plan_visit').selectAll().where('ticket', '=', ticket.id).executeTakeFirst()
  if (!visit) return undefined
  const plans = await visitPlans(db, catalogue, visit)
  const of = db.selectFrom('plan_visit_equipment').select('equipment').where('visit', '=', visit.id)
  const carried = (await of.orderBy('equipment').execute()).map(row => row.equipment)
  const rows = await db
    .selectFrom('plan_answer')
    .selectAll()
    .where('visit', '=', visit.id)
    .orderBy('version', 'desc')
    .execute()
  const lines = checklistLines(
    plans,
    carried.flatMap(id => equipment(id) ?? []),
    ticket.equipment,
  )
  return { visit, plans, carried, lines, answers: Map.groupBy(rows, lineKey) }
}

/** The lines with their answers, and how much is missing. */
export function answeredLines({ lines, answers }: Checklist): {
  lines: ChecklistLine[]
  lacking: number
  photosLacking: number
} {
  const found = { lines: [] as ChecklistLine[], lacking: 0, photosLacking: 0 }
  for (const { item, equipment } of lines) {
    const line = { item: item.code, equipment }
    const [newest, ...before] = (answers.get(lineKey(line)) ?? []).map(toAnswer)
    if (newest === undefined) found.lacking++
    else if (lacksPhoto(item, newest)) found.photosLacking++
    found.lines.push(newest === undefined ? line : { ...line, answer: { ...newest, before } })
  }
  return found
}
