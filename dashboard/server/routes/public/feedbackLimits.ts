import type { FastifyRequest } from 'fastify'
import type { FeedbackPolicy } from '#domain/feedbackPolicy.ts'
import type { Millis } from '#domain/time.ts'
import { createRates } from '../../auth/rates.ts'
import { callerOf } from '../../http/callerOf.ts'
import type { PolicyVerbs } from '../../needs/policies.ts'

type Kind = keyof FeedbackPolicy['rates']

/** Hooks that count what one address does, as often as the policy in force lets it. */
export type FeedbackLimits = Readonly<Record<Kind, (request: FastifyRequest) => Promise<void>>>

export function createFeedbackLimits(
  policies: Pick<PolicyVerbs<FeedbackPolicy>, 'get'>,
  now: () => Millis,
): FeedbackLimits {
  const limitOf = (kind: Kind) => {
    const rates = createRates(now)
    return async (request: FastifyRequest) => {
      const { windowMin, perAddress } = (await policies.get()).policy.rates[kind]
      rates.take([[callerOf(request), perAddress]], windowMin * 60_000)
    }
  }
  return { reads: limitOf('reads'), answers: limitOf('answers'), complaints: limitOf('complaints') }
}
