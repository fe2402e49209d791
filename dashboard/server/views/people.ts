import { Type } from 'typebox'
import { CalendarDate } from '#domain/calendars.ts'
import { Certificate } from '#domain/certificates.ts'
import { ROLES } from '#domain/people.ts'
import { Id, Moment } from './common.ts'

export const TechnicianView = Type.Object(
  {
    id: Id,
    name: Type.String(),
    phone: Type.Optional(Type.String()),
    skills: Type.Array(Type.String()),
    sites: Type.Array(Id),
    active: Type.Boolean(),
    certificates: Type.Array(Certificate),
    certificateWarnings: Type.Array(
      Type.Object({
        kind: Type.String(),
        number: Type.String(),
        validUntil: CalendarDate,
        within: Type.Integer({ description: 'Ends within so many days; 0: has ended' }),
      }),
    ),
    company: Type.Optional(Type.String()),
    base: Type.Optional(Id),
  },
  { $id: 'Technician' },
)

export const UserView = Type.Object(
  {
    username: Type.String(),
    role: Type.Enum([...ROLES]),
    sites: Type.Array(Id, { description: 'Empty: every site' }),
  },
  { $id: 'User' },
)

export const AccountView = Type.Object({ ...UserView.properties, createdAt: Moment }, { $id: 'Account' })

export const TokenView = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    createdAt: Moment,
    lastUsedAt: Type.Optional({ ...Moment, description: 'To the minute; left out where nobody has used it yet' }),
  },
  { $id: 'Token' },
)
