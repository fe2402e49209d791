import { type Static, Type } from 'typebox'
import { Certificate } from './certificates.ts'
import { CatalogueCode, strict, Text } from './formFields.ts'
import { Id } from './id.ts'

const technicianFields = {
  phone: Type.Optional(Type.String({ pattern: '^([0-9+() -]{3,32})?$', description: 'Empty: none is known' })),
  sites: Type.Optional(Type.Array(Id, { maxItems: 1000, uniqueItems: true, description: 'Empty: every site' })),
  active: Type.Optional(Type.Boolean()),
  certificates: Type.Optional(Type.Array(Certificate, { maxItems: 50 })),
  company: Type.Optional(Type.String({ maxLength: 100, description: 'The contractor; empty: one of the own people' })),
  base: Type.Optional(Type.Union([Id, Type.Literal('')], { description: 'The site where a working day starts' })),
}
const Skills = Type.Array(CatalogueCode, { maxItems: 50, uniqueItems: true })

export const NewTechnician = strict(
  { id: Id, name: Text(100), skills: Skills, ...technicianFields },
  { $id: 'NewTechnician' },
)
export type NewTechnician = Static<typeof NewTechnician>

export const TechnicianChange = strict(
  { name: Type.Optional(Text(100)), skills: Type.Optional(Skills), ...technicianFields },
  { $id: 'TechnicianChange', minProperties: 1 },
)
export type TechnicianChange = Static<typeof TechnicianChange>
