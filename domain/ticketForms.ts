import { type Static, Type } from 'typebox'
import { SEVERITIES } from './faults.ts'
import { CatalogueCode, Moment, strict, Version, Words } from './formFields.ts'
import { SIGNATURE_PURPOSES, SIGNING_PARTIES } from './ticketActs.ts'

/** What was found and what is proposed; the codes are those of the catalogue's `closeCodes`. */
export const DiagnosisReport = strict({
  failureMode: CatalogueCode,
  mechanism: CatalogueCode,
  cause: CatalogueCode,
  plan: Words(2000),
  estimatedCost: Type.Optional(Type.Number({ minimum: 0, maximum: 100_000_000, description: 'CNY, to the owner' })),
  underWarranty: Type.Optional(Type.Boolean()),
})

/** Why a fault came back, and what is done about it for good. */
export const RootCauseReport = strict({ statement: Words(2000), correctiveAction: Words(2000) })

/** Nature and urgency as the desk sees them, where they differ from what was reported (F1). */
export const Triage = strict(
  {
    severity: Type.Optional(Type.Enum([...SEVERITIES])),
    lifeSafety: Type.Optional(Type.Boolean()),
    minor: Type.Optional(Type.Boolean()),
  },
  { minProperties: 1 },
)

/** Why clocks should stand still; a code of the service levels' `pauseReasons`. */
export const PauseRequest = strict(
  { reason: Type.String({ pattern: '^[A-Za-z]{1,40}$' }), evidence: Type.Optional(Words(1000)) },
  { $id: 'PauseRequest' },
)
export type PauseRequest = Static<typeof PauseRequest>

const seen = { version: Type.Optional({ ...Version, description: 'Of the ticket, as the person saw it' }) }

/** The desk lets clocks stand still, as somebody asked. */
export const PauseGrant = strict({ ...PauseRequest.properties, ...seen }, { $id: 'PauseGrant' })
export type PauseGrant = Static<typeof PauseGrant>

/** The longest drawn signature, in characters of base64. */
const LONGEST_DRAWING = 90_000

/** Who signs; without a drawing the typed name is the signature. */
const signer = {
  name: Words(100),
  party: Type.Enum([...SIGNING_PARTIES]),
  image: Type.Optional(
    Type.String({ maxLength: LONGEST_DRAWING, pattern: '^data:image/png;base64,[A-Za-z0-9+/]+=*$' }),
  ),
}
export const Signing = strict(signer)
export type Signing = Static<typeof Signing>

export const NewSignature = strict(
  { purpose: Type.Enum([...SIGNATURE_PURPOSES]), ...signer, ...seen },
  { $id: 'NewSignature' },
)
export type NewSignature = Static<typeof NewSignature>

const Score = Type.Integer({ minimum: 1, maximum: 5 })
const PolicyCode = Type.String({ pattern: '^[A-Za-z]{1,40}$' })

/** What the customer thinks of it: altogether and by question, 5 is best. The codes are those of the service levels' `survey`. */
export const SurveyAnswer = strict(
  {
    score: Score,
    scores: Type.Optional(Type.Record(PolicyCode, Score, { maxProperties: 10 })),
    reasons: Type.Optional(Type.Array(PolicyCode, { maxItems: 30, uniqueItems: true })),
    comment: Type.Optional(Words(2000)),
  },
  { $id: 'SurveyAnswer' },
)
export type SurveyAnswer = Static<typeof SurveyAnswer>

export const FOLLOW_UP_RESULTS = ['satisfied', 'dissatisfied', 'notReached'] as const
export const FollowUpReport = strict({
  result: Type.Enum([...FOLLOW_UP_RESULTS]),
  note: Type.Optional(Words(2000)),
})

/** Somebody asks where it stands (催单). */
export const Urge = strict({ note: Type.Optional(Words(500)) }, { $id: 'Urge' })
export type Urge = Static<typeof Urge>

/** The reporter is told that it takes longer, why, and until when. */
export const DelayNotice = strict({ reason: Words(500), expectedAt: Type.Optional(Moment) }, { $id: 'DelayNotice' })
export type DelayNotice = Static<typeof DelayNotice>
