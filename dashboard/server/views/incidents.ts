import { Type } from 'typebox'
import { INCIDENT_KINDS } from '#domain/incidents.ts'
import { Id, Moment } from './common.ts'

export const IncidentView = Type.Object(
  {
    id: Type.String(),
    site: Id,
    kind: Type.Enum([...INCIDENT_KINDS]),
    about: Type.String({ description: 'The gateway, the feeding equipment or the site' }),
    cause: Type.Optional(Type.String({ description: 'The fault that caused the others' })),
    ticket: Type.Optional(Type.String()),
    openedAt: Moment,
    closedAt: Type.Optional(Moment),
    releaseAt: Type.Optional(Moment),
    members: Type.Integer(),
    activeMembers: Type.Integer(),
    lifeSafetyMembers: Type.Integer(),
  },
  { $id: 'Incident' },
)
