import type { SurveyAnswer } from '#domain/ticketForms.ts'
import type { TicketStatus } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'
import type { Random } from '#simulators'
import { weighted } from './weighted.ts'

/** A move of a past ticket, and what was said with it. */
export interface PastMove {
  to: TicketStatus
  at: Millis
  /** How the arrival was proven. */
  proof?: { by: 'scan' | 'typed' | 'none'; at: Millis }
  /** What the customer answered. */
  survey?: SurveyAnswer
}

/** Of a hundred arrivals each. */
const PROOFS = [
  { by: 'scan', weight: 72 },
  { by: 'typed', weight: 14 },
  { by: 'none', weight: 14 },
] as const
/** Of a hundred answers each; 4 and 5 are satisfied. */
const SCORES = [
  { score: 5, weight: 61 },
  { score: 4, weight: 31 },
  { score: 3, weight: 5 },
  { score: 2, weight: 2 },
  { score: 1, weight: 1 },
] as const
const RESPONSE_RATE = 0.6

const byWeight = ({ weight }: { weight: number }): number => weight

function proven(move: PastMove, random: Random): PastMove {
  if (move.to !== 'onSite') return move
  const by = weighted(PROOFS, byWeight, random)?.by ?? 'none'
  return { ...move, proof: { by, at: move.at } }
}

/** The customer answers, if at all, between the acceptance and the call that follows. */
function answered(moves: readonly PastMove[], random: Random): PastMove[] {
  const after = moves.findIndex(({ to }) => to === 'followedUp')
  const [accepted, called] = [moves[after - 1], moves[after]]
  if (!accepted || !called || !random.chance(RESPONSE_RATE)) return [...moves]
  const score = weighted(SCORES, byWeight, random)?.score ?? 5
  const at = Math.round(random.between(accepted.at, called.at))
  return moves.toSpliced(after, 0, { to: 'surveyed', at, survey: { score } })
}

/** The moves of a past ticket with what proves its arrivals and what the customer thought of it. */
export const withAnswers = (moves: readonly PastMove[], random: Random): PastMove[] =>
  answered(
    moves.map(move => proven(move, random)),
    random,
  )
