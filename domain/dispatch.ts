import { type Static, Type } from 'typebox'
import { PRIORITIES } from './tickets.ts'

/** The desk decides; whoever takes it first; each in turn; the best of the ranking. */
const DISPATCH_MODES = ['assign', 'grab', 'roundRobin', 'auto'] as const
export type DispatchMode = (typeof DISPATCH_MODES)[number]

/** What came of asking somebody; `returned`: accepted first and given back later. */
const OFFER_OUTCOMES = ['accepted', 'expired', 'declined', 'returned', 'withdrawn'] as const
export type OfferOutcome = (typeof OFFER_OUTCOMES)[number]

/** How much each thing counts when candidates are ranked. */
const DispatchPoints = Type.Object({
  skill: Type.Number(),
  certificate: Type.Number(),
  onShift: Type.Number(),
  onCall: Type.Number(),
  /** For each open ticket that somebody has already. */
  openTicket: Type.Number(),
  /** Is at the site, or starts the day there. */
  atSite: Type.Number(),
  perKm: Type.Number(),
  /** However far away, no less than this. */
  leastKm: Type.Number(),
  /** Has repaired this piece of equipment before. */
  knowsEquipment: Type.Number(),
  /** Is responsible for this site in particular. */
  namedSite: Type.Number(),
})

export type DispatchPoints = Static<typeof DispatchPoints>

/** 重大紧急, 一般紧急: the cases for which a site names somebody who is responsible. */
export const URGENT_CASES = ['major', 'general'] as const
export type UrgentCase = (typeof URGENT_CASES)[number]

/** Whom to call, whether or not that person logs in. */
const CalledPerson = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
    phone: Type.Optional(Type.String({ pattern: '^\\+?[0-9][0-9 -]{2,24}$' })),
  },
  { additionalProperties: false },
)

/** Who is responsible for a ticket, because of which case. */
export const Responsible = Type.Object({ ...CalledPerson.properties, case: Type.Enum([...URGENT_CASES]) })
export type Responsible = Static<typeof Responsible>

const settings = {
  mode: Type.Enum([...DISPATCH_MODES]),
  /** Minutes to accept; null waits for ever. */
  acceptMin: Type.Union([Type.Integer({ minimum: 1, maximum: 10_080 }), Type.Null()]),
  /** Nobody goes without the certificate on file, nor alone where the skill asks for two. */
  strict: Type.Boolean(),
  /** Who arrives proves it by the label or the device; a reason does not do. Left out: a reason does. */
  proofRequired: Type.Optional(Type.Boolean()),
  /** Who answers for urgent cases (service practice R4). */
  responsible: Type.Optional(
    Type.Object(
      { major: Type.Optional(CalledPerson), general: Type.Optional(CalledPerson) },
      { additionalProperties: false },
    ),
  ),
}

/** The numbers that the product brings for dispatching. */
export const DispatchReference = Type.Object({
  certificateKinds: Type.Array(Type.Object({ code: Type.String(), en: Type.String(), zh: Type.String() })),
  certificateWarnDays: Type.Array(Type.Integer({ minimum: 1, maximum: 3650 })),
  defaults: Type.Object(settings),
  /** Which priorities are which urgent case. */
  responsible: Type.Record(Type.Enum([...URGENT_CASES]), Type.Array(Type.Enum([...PRIORITIES]))),
  /** How long a contractor's link holds when nobody says otherwise. */
  linkHours: Type.Integer({ minimum: 1, maximum: 8760 }),
  points: DispatchPoints,
  /** Minutes after which a ticket that lacks people is tried again, if nothing has changed before. */
  retryMin: Type.Integer({ minimum: 1, maximum: 1440 }),
})
export type DispatchReference = Static<typeof DispatchReference>

/** How a site dispatches and where it lies (WGS 84 degrees). `version` is the one that the person saw; 0 before the first. */
export const SiteDispatchChange = Type.Object(
  {
    ...settings,
    latitude: Type.Optional(Type.Number({ minimum: -90, maximum: 90 })),
    longitude: Type.Optional(Type.Number({ minimum: -180, maximum: 180 })),
    version: Type.Integer({ minimum: 0, maximum: 2_147_483_647 }),
  },
  { additionalProperties: false, $id: 'SiteDispatchChange' },
)
export type SiteDispatchChange = Static<typeof SiteDispatchChange>

export interface SiteDispatch extends SiteDispatchChange {
  site: string
}
