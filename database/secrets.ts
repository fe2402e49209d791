import { createHash, createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify<string, Buffer, number, Buffer>((secret, salt, length, done) =>
  scrypt(secret, salt, length, { N: 16_384, r: 8, p: 1 }, done),
)

/** A password as it is kept: `scrypt$salt$key`, both base64url (RFC 7914, N=2^14, r=8, p=1). */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password.normalize('NFKC'), salt, 32)
  return `scrypt$${salt.toString('base64url')}$${key.toString('base64url')}`
}

/** Takes as long for a wrong password as for a right one. */
export async function verifyPassword(password: string, kept: string): Promise<boolean> {
  const [kind, salt, key] = kept.split('$')
  if (kind !== 'scrypt' || !salt || !key) return false
  const expected = Buffer.from(key, 'base64url')
  const given = await derive(password.normalize('NFKC'), Buffer.from(salt, 'base64url'), expected.length)
  return timingSafeEqual(given, expected)
}

const SECRET_BYTES = 24
/** 24 random bytes as text: a password for a gateway, a session or an API token. */
export const makeSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url')

const keyed = (secret: string, salt: string): Buffer => createHmac('sha256', salt).update(secret).digest()

/**
 * A secret of {@link makeSecret} as it is kept: `hmac$salt$digest`. What is random needs no slow hash: nobody can try
 * 2^192 of them (NIST SP 800-63B-4 §3.1.2, look-up secrets), and ten thousand gateways come back within seconds.
 */
export function hashSecret(secret: string): string {
  const salt = randomBytes(16).toString('base64url')
  return `hmac$${salt}$${keyed(secret, salt).toString('base64url')}`
}

/** @returns undefined when it is kept in another way */
export function verifySecret(secret: string, kept: string): boolean | undefined {
  const [kind, salt, digest] = kept.split('$')
  if (kind !== 'hmac' || !salt || !digest) return undefined
  return timingSafeEqual(keyed(secret, salt), Buffer.from(digest, 'base64url'))
}

/** Whether it has the form of {@link makeSecret}. */
export const isMadeSecret = (secret: string): boolean => /^[\w-]{32}$/.test(secret)

/** Tokens are random, so a plain hash is enough to keep them. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url')
