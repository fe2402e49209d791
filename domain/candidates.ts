import type { CandidateReasonCode } from './explain/candidateText.ts'

/** What speaks for or against somebody, with the points that it counts. */
export interface CandidateReason {
  code: CandidateReasonCode
  points: number
  en: string
  zh: string
}

/** Somebody who could be sent; `blocked` when a move to them would be refused. */
export interface Candidate {
  technician: string
  name: string
  phone?: string
  company?: string
  score: number
  blocked: boolean
  /** On shift or on call, or without any roster. */
  available: boolean
  skilled: boolean
  reasons: CandidateReason[]
  against: CandidateReason[]
}

/** Who could be sent to a ticket, the best first. */
export interface Candidates {
  ticket: string
  skill?: string
  /** How many people the work asks for. */
  crew: number
  items: Candidate[]
}
