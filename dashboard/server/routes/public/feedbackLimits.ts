import type { FastifyRequest } from 'fastify'
import type { FeedbackPolicy } from '#domain/feedbackPolicy.ts'
import type { Millis } from '#domain/time.ts'
import { createRates, type Rates } from '../../auth/rates.ts'
import type { PolicyVerbs } from '../../needs/policies.ts'

type Kind = keyof FeedbackPolicy['rates']

/** A hook that counts what one address does, as often as the policy in force lets it. */
export type LimitFeedback = (kind: Kind) => (request: FastifyRequest) => Promise<void>

export function createFeedbackRates(
  policies: Pick<PolicyVerbs<FeedbackPolicy>, 'get'>,
  now: () => Millis,
): LimitFeedback {
  const windowMs: Record<Kind, Millis> = { reads: 0, answers: 0, complaints: 0 }
  const rates = new Map<Kind, Rates>()
  return kind => {
    const counted = rates.get(kind) ?? createRates(() => windowMs[kind], now)
    rates.set(kind, counted)
    return async ({ ip }) => {
      const { windowMin, perAddress } = (await policies.get()).policy.rates[kind]
      windowMs[kind] = windowMin * 60_000
      counted.take([[ip, perAddress]])
    }
  }
}
