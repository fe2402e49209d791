import { type Static, Type } from 'typebox'
import { CalendarDate } from './calendars.ts'

/** A certificate of a technician; it is good on the days `validFrom` to `validUntil`, both included. */
export const Certificate = Type.Object(
  {
    kind: Type.String({ pattern: '^[A-Z0-9-]{1,64}$', description: 'A code of the catalogue’s `certificateKinds`' }),
    number: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
    validFrom: CalendarDate,
    validUntil: CalendarDate,
  },
  { additionalProperties: false },
)
export type Certificate = Static<typeof Certificate>

/** How a technician stands to the certificate that a skill requires on a day. */
export type CertificateStanding =
  | { state: 'notNeeded' }
  | { state: 'missing'; kind: string }
  | { state: 'valid' | 'expired' | 'notYet'; kind: string; certificate: Certificate }

/** The skill's certificate on a day (YYYY-MM-DD); of several of its kind the best counts. */
export function certificateOn(
  day: string,
  skill: { certificateRequired: boolean; certificateKind?: string } | undefined,
  certificates: readonly Certificate[],
): CertificateStanding {
  const kind = skill?.certificateKind
  if (!skill?.certificateRequired || kind === undefined) return { state: 'notNeeded' }
  const own = certificates.filter(c => c.kind === kind).sort((a, b) => (a.validUntil < b.validUntil ? 1 : -1))
  const valid = own.find(c => c.validFrom <= day && day <= c.validUntil)
  if (valid) return { state: 'valid', kind, certificate: valid }
  const latest = own[0]
  if (!latest) return { state: 'missing', kind }
  return { state: latest.validUntil < day ? 'expired' : 'notYet', kind, certificate: latest }
}

const DAY = 86_400_000
const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY

/** How soon a certificate ends: the smallest of the warning periods it is within, 0 when it is over; undefined while all is well. */
export function certificateWarning(
  today: string,
  { validUntil }: Pick<Certificate, 'validUntil'>,
  warnDays: readonly number[],
): number | undefined {
  const left = daysBetween(today, validUntil)
  if (left < 0) return 0
  const within = warnDays.filter(days => left <= days)
  return within.length === 0 ? undefined : Math.min(...within)
}
