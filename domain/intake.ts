import { type Static, Type } from 'typebox'
import { ContactForm, Phone } from './contact.ts'
import { strict, Words } from './formFields.ts'
import { Id } from './id.ts'
import { ROLES } from './people.ts'
import { CHANNELS, MAX_PHOTOS } from './reported.ts'

const count = (maximum: number) => Type.Integer({ minimum: 1, maximum })
const PhoneRow = strict({ phone: Phone, name: Words(100), name_zh: Words(100) })
const PhoneList = Type.Array(PhoneRow, { maxItems: 20 })
export type EmergencyPhone = Static<typeof PhoneRow>

/** How reports are taken in, all of it a user's to change: whom to call in danger, how often a stranger may report, photos, privacy. */
export const IntakePolicy = strict(
  {
    emergencyPhones: PhoneList,
    sitePhones: Type.Record(Id, PhoneList, { description: "A site's own numbers, shown before the general ones" }),
    rates: strict({
      windowMin: count(1440),
      perAddress: count(100_000),
      perEquipment: count(100_000),
      perSite: count(100_000),
    }),
    photos: strict({ maxCount: count(MAX_PHOTOS), maxMegabytes: count(20), longestSidePx: count(4096) }),
    contactRoles: Type.Array(Type.Enum([...ROLES]), {
      maxItems: 4,
      description: 'Who sees the contact of a reporter in full; a technician only while the ticket runs',
    }),
    contactDays: Type.Integer({ minimum: 1, maximum: 3650, description: 'Kept so long after the end of the ticket' }),
    photoDays: Type.Integer({
      minimum: 1,
      maximum: 3650,
      description: 'Photos are kept so long after the end of the ticket',
    }),
    choiceClasses: Type.Array(Id, { maxItems: 100, description: 'What a resident may choose from a list of the site' }),
  },
  { $id: 'IntakePolicy' },
)
export type IntakePolicy = Static<typeof IntakePolicy>

const words = {
  equipment: Type.Optional(Id),
  site: Type.Optional({ ...Id, description: 'Where it is, when the equipment is not known; then `place` says more' }),
  seems: Type.Optional({ ...Id, description: 'The class that it seems to be, when the equipment is not known' }),
  trouble: Type.String({ pattern: '^[A-Za-z]{1,40}$', description: 'A code of the catalogue’s `troubles`' }),
  words: Type.Optional(Words(2000)),
  place: Type.Optional(Words(200)),
  contact: Type.Optional({ ...ContactForm, minProperties: 1 }),
  danger: Type.Optional(Type.Boolean({ description: 'People are in danger' })),
}

/** What a resident reports without a log-in. `key` is chosen by the sender: sent again with it, it is the same report. */
export const PublicReport = strict(
  { ...words, key: Type.Optional(Type.String({ pattern: '^[\\w-]{16,64}$' })) },
  { $id: 'PublicReport' },
)
export type PublicReport = Static<typeof PublicReport>

/** What the desk takes down of a call, a visit or a letter; with `ticket` it belongs to that one. */
export const DeskReport = strict(
  { ...words, channel: Type.Enum(CHANNELS.filter(channel => channel !== 'web')), ticket: Type.Optional(Id) },
  { $id: 'DeskReport' },
)
export type DeskReport = Static<typeof DeskReport>

/** The desk finds out which equipment a ticket about a place is about; `version` is the one the person saw. */
export const TicketLocation = strict(
  { equipment: Id, version: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647 })) },
  { $id: 'TicketLocation' },
)
export type TicketLocation = Static<typeof TicketLocation>
