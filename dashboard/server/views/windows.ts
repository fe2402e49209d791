import { Type } from 'typebox'
import { WINDOW_KINDS } from '#domain/windows.ts'
import { Id, Moment } from './common.ts'
import { FaultHistoryView } from './faults.ts'

const DrillDeviceView = Type.Object({
  equipment: Id,
  class: Id,
  outcome: Type.Enum(['reported', 'heard', 'silent']),
  at: Type.Optional(Moment),
  by: Type.Optional(Type.String({ description: 'The metric that left its healthy values, or the fault' })),
})

export const WindowView = Type.Object(
  {
    id: Type.String(),
    site: Id,
    kind: Type.Enum([...WINDOW_KINDS]),
    equipment: Type.Array(Id),
    classes: Type.Array(Id),
    startsAt: Moment,
    endsAt: Moment,
    endedAt: Type.Optional(Moment),
    endedBy: Type.Optional(Type.String()),
    reason: Type.String(),
    contact: Type.String(),
    createdBy: Type.String(),
    createdAt: Moment,
    suppressed: Type.Integer({ description: 'How many faults it has kept quiet' }),
    alreadyFiring: Type.Integer({ description: 'How many fired already when it began; these it does not keep quiet' }),
    report: Type.Optional(Type.Array(DrillDeviceView, { description: 'Of a drill that is over' })),
    history: FaultHistoryView.properties.items,
  },
  { $id: 'Window' },
)
