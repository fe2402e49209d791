import type { Transaction } from 'kysely'
import type { Database } from '#database/database.ts'
import { hashToken } from '#database/secrets.ts'
import type { Tables } from '#database/tables.ts'
import { CodedError } from '#domain/errors.ts'
import type { Millis } from '#domain/time.ts'

const WINDOW_MS = 15 * 60_000
/** Wrong labels within the window that are forgiven: to one person, whatever the tickets. */
const FORGIVEN = 10

/**
 * Slows the guessing of label codes down: counts each code before it is looked at, and takes back those that were not wrong.
 * The counts are in the database, so that no restart forgives them; a row for each who tried, no longer than the window.
 * @throws CodedError TOO_MANY_REQUESTS with `retryAfterS`
 */
export type ProofThrottle = <T>(who: string, proof: string | undefined, move: () => Promise<T>) => Promise<T>

type Trx = Transaction<Tables>

/** Holds the row of who tries until the transaction ends. @returns when they tried, as far as it counts, the first first */
async function heldTries(trx: Trx, who: string, now: Millis): Promise<Millis[]> {
  const { tried_at } = await trx
    .insertInto('label_attempt')
    .values({ who, tried_at: '[]', last_at: now })
    .onConflict(c => c.column('who').doUpdateSet({ last_at: now }))
    .returning('tried_at')
    .executeTakeFirstOrThrow()
  return (JSON.parse(tried_at) as Millis[]).filter(at => at > now - WINDOW_MS)
}

const keep = (trx: Trx, who: string, tries: readonly Millis[]) =>
  tries.length === 0
    ? trx.deleteFrom('label_attempt').where('who', '=', who).execute()
    : trx
        .updateTable('label_attempt')
        .set({ tried_at: JSON.stringify(tries), last_at: tries.at(-1) as Millis })
        .where('who', '=', who)
        .execute()

/** Counts an attempt. @returns when it was made, by which it is taken back */
async function take(trx: Trx, who: string, now: Millis): Promise<Millis> {
  const tries = await heldTries(trx, who, now)
  const [oldest] = tries
  if (oldest !== undefined && tries.length >= FORGIVEN)
    throw new CodedError('TOO_MANY_REQUESTS', { retryAfterS: Math.ceil((oldest + WINDOW_MS - now) / 1000) })
  await keep(trx, who, [...tries, now])
  return now
}

async function giveBack(trx: Trx, who: string, at: Millis, now: Millis): Promise<unknown> {
  const tries = await heldTries(trx, who, now)
  const found = tries.lastIndexOf(at)
  return await keep(trx, who, found < 0 ? tries : tries.toSpliced(found, 1))
}

/** Forgets who has tried none within the window. A write of its own: beside a row that is held it could wait for ever. */
const forgetOver = (trx: Trx, now: Millis) =>
  trx
    .deleteFrom('label_attempt')
    .where('last_at', '<=', now - WINDOW_MS)
    .execute()

/** `who` may be a secret: only its hash is kept. */
export function createProofThrottle({ write }: Pick<Database, 'write'>, now: () => Millis): ProofThrottle {
  return async (who, proof, move) => {
    if (proof === undefined) return await move()
    const key = hashToken(who)
    const at = await write(trx => take(trx, key, now()))
    let wrong = false
    try {
      return await move()
    } catch (error) {
      wrong = error instanceof CodedError && error.code === 'PROOF_MISMATCH'
      throw error
    } finally {
      // The move stands: where the database is lost just now, one is counted too many, and no answer is lost.
      await write(trx => (wrong ? forgetOver(trx, now()) : giveBack(trx, key, at, now()))).catch(() => undefined)
    }
  }
}
