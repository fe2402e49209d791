import type { Millis } from './time.ts'
import type { Outcome } from './verdicts.ts'

/** What was found and done, in ISO 14224-style codes (`domain/catalogue/reference/close-codes.json`). */
export interface Repair {
  failureMode?: string
  mechanism?: string
  cause: string
  action: string
  /** What was found; left out: what the cause implies. */
  outcome?: Outcome
  note?: string
  labourMinutes?: number
  /** Of a replacement: the unit that went and the one that came. */
  oldSerial?: string
  newSerial?: string
}

/** What was found on site and what is proposed, before the repair (F3 of the service practice). */
export interface Diagnosis {
  failureMode: string
  mechanism: string
  cause: string
  plan: string
  /** What the owner would pay, in CNY. */
  estimatedCost?: number
  /** The warranty pays. */
  underWarranty?: boolean
  at: Millis
}

/** Consent to a plan that costs, or acceptance of the work. */
export const SIGNATURE_PURPOSES = ['consent', 'acceptance'] as const
export type SignaturePurpose = (typeof SIGNATURE_PURPOSES)[number]
export const SIGNING_PARTIES = ['owner', 'propertyOffice'] as const
export type SigningParty = (typeof SIGNING_PARTIES)[number]

/** A signature; the drawing is fetched by its number. `by` is who took it down. */
export interface Signature {
  number: number
  purpose: SignaturePurpose
  name: string
  party: SigningParty
  drawn: boolean
  at: Millis
  by: string
}

/** What the reporter was told when it takes longer (F6 of the service practice). */
export interface Delay {
  reason: string
  toldAt: Millis
  /** When it is now expected to be done. */
  expectedAt?: Millis
}

/** What a root-cause task is about: the fault that comes back, and the tickets that show it. */
export interface RootCauseOf {
  faultCode: string
  tickets: string[]
}

/** Why a fault came back, and what keeps it from doing so. */
export interface RootCause {
  statement: string
  correctiveAction: string
  at: Millis
}
