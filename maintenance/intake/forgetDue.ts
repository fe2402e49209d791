import type { Workshop } from '../needs.ts'
import { forgetContacts } from './forgetContacts.ts'
import { forgetPhotos } from './forgetPhotos.ts'

const LOOK_EVERY = 3_600_000

/** Looks now and then for contacts and photos that were kept long enough (D2 of the service practice). */
export function createForgetting(needs: Workshop): () => Promise<void> {
  let lookedAt = Number.NEGATIVE_INFINITY
  return async () => {
    const now = needs.clock.now()
    if (Math.abs(now - lookedAt) < LOOK_EVERY) return
    await forgetContacts(needs, now)
    await forgetPhotos(needs, now)
    lookedAt = now
  }
}
