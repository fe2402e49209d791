import { vi } from 'vitest'

/** Asks again until the answer satisfies. */
export const eventually = <T>(ask: () => T, satisfies: (value: T) => boolean): Promise<true> =>
  vi.waitUntil(() => satisfies(ask()) || undefined, { timeout: 15_000, interval: 20 })
