import { Type } from 'typebox'
import { IntakePolicy } from '#domain/intake.ts'
import { CHANNELS, STEPS } from '#domain/reported.ts'
import { WAITING } from '#domain/servicePolicy.ts'
import { PRIORITIES } from '#domain/tickets.ts'
import { Id, Moment } from './common.ts'

const Named = { name: Type.String(), name_zh: Type.String() }
const { emergencyPhones } = IntakePolicy.properties
const Flag = Type.Optional(Type.Boolean())

export const PhotoView = Type.Object(
  {
    number: Type.Integer(),
    width: Type.Integer(),
    height: Type.Integer(),
    bytes: Type.Integer(),
    at: Moment,
    by: Type.String(),
  },
  { $id: 'Photo' },
)

const text = Type.Optional(Type.String())

/** How a reporter is reached, as far as they said. */
export const ContactView = Type.Object({ name: text, phone: text, email: text })

/** A report as staff read it. */
export const ReportView = Type.Object(
  {
    id: Id,
    ticket: Id,
    site: Id,
    equipment: Id,
    seems: Type.Optional(Type.String({ description: 'The class that it seemed to be' })),
    trouble: Type.String(),
    channel: Type.Enum([...CHANNELS]),
    danger: Type.Boolean(),
    joined: Type.Boolean({ description: 'It came while the ticket was running already' }),
    words: Type.Optional(Type.String()),
    place: Type.Optional(Type.String()),
    contact: Type.Optional(ContactView),
    masked: Type.Optional(Type.Boolean({ description: 'The reader may not see the contact' })),
    forgottenAt: Type.Optional(Moment),
    photosDeletedAt: Type.Optional(Moment),
    photos: Type.Array(PhotoView),
    at: Moment,
    by: Type.String(),
  },
  { $id: 'Report' },
)

/** The answer to a report: the token is shown once and opens `/r/:token`. */
export const TakenReportView = Type.Object(
  {
    id: Id,
    ticket: Id,
    token: Type.String(),
    joined: Type.Boolean(),
    danger: Type.Boolean(),
    phones: Type.Optional(emergencyPhones),
  },
  { $id: 'TakenReport' },
)

const TroubleView = Type.Object({ code: Type.String(), ...Named, danger: Flag })

/** What a label or a link stands for, and what may be reported there. */
export const PublicPlaceView = Type.Object(
  {
    site: Type.Optional(Type.Object({ id: Id, name: Type.String() })),
    equipment: Type.Optional(
      Type.Object({
        id: Id,
        name: Type.String(),
        kind: Type.Object(Named),
        somewhere: Type.Boolean({ description: 'It is only a place: what it is about may be guessed from `kinds`' }),
      }),
    ),
    choices: Type.Array(Type.Object({ id: Id, name: Type.String() }), {
      description: 'Where it may be, when the label or link does not say',
    }),
    kinds: Type.Array(Type.Object({ code: Type.String(), ...Named }), {
      description: 'What it may seem to be, where the equipment is not known',
    }),
    troubles: Type.Array(TroubleView),
    phones: emergencyPhones,
    photos: Type.Object({ maxCount: Type.Integer(), maxMegabytes: Type.Integer() }),
    keptDays: Type.Object(
      { contact: Type.Integer(), photos: Type.Integer() },
      { description: 'How long they are kept after the end of the ticket' },
    ),
  },
  { $id: 'PublicPlace' },
)

export const PublicStatusView = Type.Object(
  {
    ticket: Id,
    place: Type.String({ description: 'The equipment and its site, by name' }),
    trouble: TroubleView,
    danger: Type.Boolean(),
    priority: Type.Enum([...PRIORITIES]),
    reportedAt: Moment,
    steps: Type.Array(Type.Object({ step: Type.Enum([...STEPS]), at: Moment })),
    waiting: Type.Optional(Type.Enum([...WAITING])),
    cancelled: Flag,
    technician: Type.Optional(Type.String({ description: 'A first name, or 张师傅' })),
    arriveAt: Type.Optional(Moment),
    doneAt: Type.Optional(Moment),
    delay: Type.Optional(Type.String()),
    survey: Type.Optional(Type.Enum(['open', 'given'], { description: 'The page is /r/{token}/survey' })),
    photos: Type.Integer(),
    phones: Type.Optional(emergencyPhones),
  },
  { $id: 'PublicReportStatus' },
)
