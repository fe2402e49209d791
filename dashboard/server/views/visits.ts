import { Type } from 'typebox'
import { ANSWER_OUTCOMES } from '#domain/checklists.ts'
import { PlanItem } from '#domain/plans.ts'
import { Day, Id, Moment } from './common.ts'
import { PlanFindingView } from './plans.ts'
import { TicketView } from './tickets.ts'

const answer = {
  version: Type.Integer(),
  outcome: Type.Enum([...ANSWER_OUTCOMES]),
  value: Type.Optional(Type.Number()),
  reason: Type.Optional(Type.String()),
  note: Type.Optional(Type.String()),
  photos: Type.Array(Type.Integer()),
  mended: Type.Optional(Type.Boolean()),
  ticket: Type.Optional(Type.String({ description: 'The ticket that follows from what was not ok' })),
  at: Moment,
  by: Type.String(),
}

const Line = Type.Object({
  item: Type.String(),
  equipment: Id,
  answer: Type.Optional(
    Type.Object({
      ...answer,
      before: Type.Array(Type.Object(answer), { description: 'Before it was corrected, newest first' }),
    }),
  ),
})

export const VisitView = Type.Object(
  {
    id: Type.String(),
    plan: Type.String(),
    plans: Type.Array(
      Type.Object({ code: Type.String(), name: Type.String(), name_zh: Type.String(), version: Type.Integer() }),
      { description: 'The plan, and the shorter ones that it includes, in the versions that it was opened with' },
    ),
    dueDay: Day,
    windowStart: Day,
    windowEnd: Day,
    estMin: Type.Integer(),
    doneAt: Type.Optional(Moment),
    missedAt: Type.Optional(Type.String({ format: 'date-time', description: 'When it was given up' })),
    equipment: Type.Array(Type.Object({ id: Id, name: Type.String(), class: Type.String() })),
    items: Type.Array(Type.Object({ ...PlanItem.properties, plan: Type.String() })),
    lines: Type.Array(Line),
    lacking: Type.Integer({ description: 'Lines without an answer' }),
    photosLacking: Type.Integer({ description: 'Answers without the photo that their item asks for' }),
  },
  { $id: 'Visit' },
)

/** A ticket as it is read by itself: that of a planned visit with its plan, equipment and checklist. */
export const VisitTicketView = Type.Object(
  {
    ...TicketView.properties,
    visit: Type.Optional(VisitView),
    findings: Type.Optional(
      Type.Array(PlanFindingView, { description: 'What visits of plans found, from which the ticket follows' }),
    ),
  },
  { $id: 'VisitTicket' },
)
