import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import pLimit from 'p-limit'
import type { DoorLimits } from './limits.ts'

/** Too many connections wait for their password to be checked. */
export class DoorBusy extends Error {}

interface Proof {
  digest: Buffer
  site: string
  until: number
}

interface CredentialNeeds {
  authenticate(gateway: string, password: string): Promise<{ site: string } | undefined>
  limits: Pick<DoorLimits, 'hashing' | 'waitingForHash' | 'proofMs'>
  now(): number
}

/**
 * Checks passwords. One that was proved is remembered as a keyed hash, so that gateways that come back at once cost
 * nothing, however their passwords are kept; the others wait in a bounded line.
 * @returns the gateway's site, or undefined; throws DoorBusy
 */
export function createCredentials({ authenticate, limits, now }: CredentialNeeds) {
  const key = randomBytes(32)
  const proofs = new Map<string, Proof>()
  const line = pLimit(limits.hashing)

  return async (gateway: string, password: string): Promise<{ site: string } | undefined> => {
    const digest = createHmac('sha256', key).update(password).digest()
    const proof = proofs.get(gateway)
    if (proof && proof.until > now() && timingSafeEqual(proof.digest, digest)) return { site: proof.site }
    if (line.pendingCount >= limits.waitingForHash) throw new DoorBusy('too many connections wait for their password')
    const known = await line(() => authenticate(gateway, password))
    if (known) proofs.set(gateway, { digest, site: known.site, until: now() + limits.proofMs })
    return known
  }
}
