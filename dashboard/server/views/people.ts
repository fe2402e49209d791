import { Type } from 'typebox'
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

export const TokenView = Type.Object({ id: Type.String(), name: Type.String(), createdAt: Moment }, { $id: 'Token' })
