import { type Static, Type } from 'typebox'
import { COMPLAINT_CHANNELS, COMPLAINT_STATUSES } from './complaints.ts'
import { ContactForm } from './contact.ts'
import { strict, Words } from './formFields.ts'
import { Id } from './id.ts'

const PolicyCode = Type.String({
  pattern: '^[A-Za-z]{1,40}$',
  description: 'A code of the service levels’ `complaints`',
})
const Version = Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: 'The one that the person saw' })

const about = { site: Type.Optional(Id), ticket: Type.Optional(Id), equipment: Type.Optional(Id) }

/** A complaint that the desk takes down. */
export const NewComplaint = strict(
  {
    kind: PolicyCode,
    text: Words(4000),
    channel: Type.Enum([...COMPLAINT_CHANNELS]),
    ...about,
    technician: Type.Optional(Id),
    contact: Type.Optional(ContactForm),
  },
  { $id: 'NewComplaint' },
)
export type NewComplaint = Static<typeof NewComplaint>

/** A complaint that a resident sends; `survey` and `report` are tokens that lead to the ticket it is about. */
export const PublicComplaint = strict(
  {
    kind: PolicyCode,
    text: Words(4000),
    site: Type.Optional(Id),
    equipment: Type.Optional(Id),
    survey: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    report: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    contact: Type.Optional(ContactForm),
  },
  { $id: 'PublicComplaint' },
)
export type PublicComplaint = Static<typeof PublicComplaint>

/** Another kind, a link that became known, or who sees to it. */
export const ComplaintChange = strict(
  {
    version: Version,
    kind: Type.Optional(PolicyCode),
    ...about,
    technician: Type.Optional(Id),
    handler: Type.Optional(Words(100)),
  },
  { $id: 'ComplaintChange', minProperties: 2 },
)
export type ComplaintChange = Static<typeof ComplaintChange>

/** A move to another status; what each needs is in `domain/complaintMoves.ts`. */
export const ComplaintMove = strict(
  {
    to: Type.Enum([...COMPLAINT_STATUSES]),
    version: Type.Optional(Version),
    finding: Type.Optional(strict({ founded: Type.Boolean(), cause: PolicyCode, note: Words(4000) })),
    answer: Type.Optional(Words(4000)),
    measure: Type.Optional(Words(4000)),
    reason: Type.Optional(Words(1000)),
    note: Type.Optional(Words(2000)),
  },
  { $id: 'ComplaintMove' },
)
export type ComplaintMove = Static<typeof ComplaintMove>

/** Whether the complainer accepts the answer; who does not says why. */
export const ComplaintVerdict = strict(
  { accepted: Type.Boolean(), reason: Type.Optional(Words(1000)) },
  { $id: 'ComplaintVerdict' },
)
export type ComplaintVerdict = Static<typeof ComplaintVerdict>
