/**
 * Of routes without a log-in, for each caller: people and programs ask now and then, a guesser tries on, and reading a photo
 * costs work whether it is one or not.
 */
export const slowed = { rateLimit: { max: 60, timeWindow: 60_000 } }
