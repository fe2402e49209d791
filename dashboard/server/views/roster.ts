import { Type } from 'typebox'
import { NewRosterEntry } from '#domain/roster.ts'
import { Id, Moment } from './common.ts'

export const RosterEntryView = Type.Object({ id: Type.String(), ...NewRosterEntry.properties }, { $id: 'RosterEntry' })

export const DutyView = Type.Object(
  {
    technician: Type.String(),
    kind: Type.Enum(['shift', 'onCall']),
    site: Type.Optional(Id),
    skill: Type.Optional(Type.String()),
    from: Moment,
    to: Moment,
  },
  { $id: 'Duty' },
)

export const RosterWeekView = Type.Object(
  {
    site: Id,
    from: Moment,
    to: Moment,
    entries: Type.Array(RosterEntryView),
    duties: Type.Array(DutyView),
    gaps: Type.Array(
      Type.Object(
        { skill: Type.String(), from: Moment, to: Moment },
        { description: 'Nobody with the skill is on duty' },
      ),
    ),
  },
  { $id: 'RosterWeek' },
)
