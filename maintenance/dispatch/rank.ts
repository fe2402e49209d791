import type { Candidate, CandidateReason } from '#domain/candidates.ts'
import type { CertificateStanding } from '#domain/certificates.ts'
import type { DispatchPoints } from '#domain/dispatch.ts'
import { type CandidateReasonCode, candidateText } from '#domain/explain/candidateText.ts'

/** What is known of somebody who could be sent. */
export interface CandidateFacts {
  technician: string
  name: string
  phone?: string
  company?: string
  /** Undefined where the ticket asks for no skill. */
  skilled: boolean | undefined
  certificate: CertificateStanding
  /** `unknown`: stands in no roster at all. */
  duty: 'shift' | 'onCall' | 'off' | 'unknown'
  open: number
  atSite: boolean
  km?: number
  /** Repairs of this equipment that were closed. */
  visits: number
  namedSite: boolean
  /** What they said to this ticket before, as long as nothing has changed for them since. */
  refused?: Refusal
}

/** Let the time to accept run out, or said no. */
export type Refusal = 'letLapse' | 'declined'

type Given = Record<string, string | number>
type Say = (code: CandidateReasonCode, points: number, given?: Given) => CandidateReason

const say: Say = (code, points, given) => ({ code, points, ...candidateText(code, given) })

const CERTIFICATE = {
  valid: 'certificateValid',
  expired: 'certificateExpired',
  notYet: 'certificateNotYet',
} as const

function certificateReason(standing: CertificateStanding, points: number): CandidateReason[] {
  if (standing.state === 'notNeeded') return []
  if (standing.state === 'missing') return [say('certificateMissing', 0)]
  const { number, validFrom, validUntil } = standing.certificate
  const counts = standing.state === 'valid' ? points : 0
  return [say(CERTIFICATE[standing.state], counts, { number, validFrom, validUntil })]
}

function placeReason({ atSite, km }: CandidateFacts, p: DispatchPoints): CandidateReason[] {
  if (atSite) return [say('atSite', p.atSite)]
  if (km === undefined) return []
  return [say('distance', Math.max(p.leastKm, Math.round(km * p.perKm)), { km: Math.round(km * 10) / 10 })]
}

const DUTY = {
  shift: p => [say('onShift', p.onShift)],
  onCall: p => [say('onCall', p.onCall)],
  off: () => [say('offDuty', 0)],
  unknown: () => [],
} satisfies Record<CandidateFacts['duty'], (points: DispatchPoints) => CandidateReason[]>

const AGAINST: readonly CandidateReasonCode[] = [
  'noSkill',
  'certificateExpired',
  'certificateNotYet',
  'certificateMissing',
  'offDuty',
  'load',
  'distance',
  'letLapse',
  'declined',
]

function reasonsOf(facts: CandidateFacts, p: DispatchPoints): CandidateReason[] {
  const { skilled, open, visits } = facts
  return [
    ...(skilled === undefined ? [] : [skilled ? say('skill', p.skill) : say('noSkill', 0)]),
    ...certificateReason(facts.certificate, p.certificate),
    ...DUTY[facts.duty](p),
    open === 0 ? say('free', 0) : say('load', open * p.openTicket, { n: open }),
    ...placeReason(facts, p),
    ...(visits > 0 ? [say('knowsEquipment', p.knowsEquipment, { n: visits })] : []),
    ...(facts.namedSite ? [say('namedSite', p.namedSite)] : []),
    ...(facts.refused === undefined ? [] : [say(facts.refused, 0)]),
  ]
}

const blocks = ({ state }: CertificateStanding, strict: boolean): boolean =>
  state === 'expired' || state === 'notYet' || (strict && state === 'missing')

function toCandidate(facts: CandidateFacts, points: DispatchPoints, strict: boolean): Candidate {
  const all = reasonsOf(facts, points)
  const { technician, name, phone, company, skilled, certificate, duty } = facts
  return {
    technician,
    name,
    ...(phone !== undefined && { phone }),
    ...(company !== undefined && { company }),
    score: all.reduce((sum, reason) => sum + reason.points, 0),
    blocked: blocks(certificate, strict),
    available: duty !== 'off',
    skilled: skilled !== false,
    reasons: all.filter(r => !AGAINST.includes(r.code)),
    against: all.filter(r => AGAINST.includes(r.code)),
  }
}

/** The best first: by points, those who may not be sent last; the first id breaks a tie. */
export function rank(
  facts: readonly CandidateFacts[],
  { points, strict }: { points: DispatchPoints; strict: boolean },
): Candidate[] {
  return facts
    .map(one => toCandidate(one, points, strict))
    .sort(
      (a, b) => Number(a.blocked) - Number(b.blocked) || b.score - a.score || (a.technician < b.technician ? -1 : 1),
    )
}
