import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
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

/** 24 random bytes as text: a password for a gateway, a session or an API token. */
export const makeSecret = (): string => randomBytes(24).toString('base64url')

/** Tokens are random, so a plain hash is enough to keep them. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url')
