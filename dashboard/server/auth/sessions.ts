import type { Database } from '#database/database.ts'
import { hashToken, makeSecret } from '#database/secrets.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import { actorColumns, actorIn } from './actorIn.ts'
import { noteUse } from './noteUse.ts'

/** A log-in lasts this long, used or not. */
export const SESSION_MS = 12 * 3_600_000

/** What somebody showed to be let in; only its hash is kept. */
export interface Credential {
  kind: 'session' | 'token'
  hash: string
}

/** An API token as a list shows it; `id` is the beginning of its hash. */
interface TokenEntry {
  id: string
  name: string
  createdAt: Millis
  /** To the minute; left out where nobody has used it yet. */
  lastUsedAt?: Millis
}

export interface Sessions {
  /** Starts a session and ends the one that `replaces` names. @returns the cookie's value */
  start(username: string, replaces?: string): Promise<string>
  end(token: string): Promise<void>
  /** Whose credential it is; undefined when it is not, or no longer, valid. */
  identify(credential: Credential): Promise<Actor | undefined>
  tokens(username: string): Promise<TokenEntry[]>
  /** @returns the token, which is not kept and cannot be shown again */
  makeToken(username: string, name: string): Promise<TokenEntry & { token: string }>
  /** @throws CodedError NOT_FOUND */
  removeToken(username: string, id: string): Promise<void>
}

export const credentialOf = (kind: Credential['kind'], secret: string): Credential => ({
  kind,
  hash: hashToken(secret),
})

const ID_LENGTH = 16
const tokenId = (hash: string): string => hash.slice(0, ID_LENGTH)

const bySession = ({ db }: Database, hash: string, now: Millis) =>
  db
    .selectFrom('login')
    .innerJoin('account', 'account.username', 'login.username')
    .select(actorColumns)
    .where('login.token_hash', '=', hash)
    .where('login.expires_at', '>', now)
    .executeTakeFirst()

/** Notes that it was used, by the minute. */
async function byToken(database: Database, hash: string, now: Millis) {
  const row = await database.db
    .selectFrom('api_token')
    .innerJoin('account', 'account.username', 'api_token.username')
    .select([...actorColumns, 'api_token.last_used_at'])
    .where('api_token.token_hash', '=', hash)
    .executeTakeFirst()
  if (row) await noteUse(database, 'api_token', { token_hash: hash, last_used_at: row.last_used_at }, now)
  return row
}

async function identify(database: Database, { kind, hash }: Credential, now: Millis): Promise<Actor | undefined> {
  const row = await (kind === 'session' ? bySession : byToken)(database, hash, now)
  return row && actorIn(row)
}

async function start(database: Database, now: Millis, username: string, replaces?: string): Promise<string> {
  const token = makeSecret()
  await database.write(async trx => {
    await trx.deleteFrom('login').where('expires_at', '<=', now).execute()
    if (replaces !== undefined) await trx.deleteFrom('login').where('token_hash', '=', hashToken(replaces)).execute()
    await trx
      .insertInto('login')
      .values({ token_hash: hashToken(token), username, created_at: now, expires_at: now + SESSION_MS })
      .execute()
  })
  return token
}

async function makeToken(database: Database, now: Millis, username: string, name: string) {
  const token = makeSecret()
  const token_hash = hashToken(token)
  await database.write(trx =>
    trx.insertInto('api_token').values({ token_hash, username, name, created_at: now }).execute(),
  )
  return { id: tokenId(token_hash), name, createdAt: now, token }
}

async function removeToken(database: Database, username: string, id: string): Promise<void> {
  const rows = await database.db.selectFrom('api_token').select('token_hash').where('username', '=', username).execute()
  const found = rows.find(row => tokenId(row.token_hash) === id)
  if (!found) throw new CodedError('NOT_FOUND', { id })
  await database.write(trx => trx.deleteFrom('api_token').where('token_hash', '=', found.token_hash).execute())
}

/** Sessions of people and tokens of programs. */
export function createSessions(database: Database, now: () => Millis): Sessions {
  return {
    start: (username, replaces) => start(database, now(), username, replaces),
    end: async token => {
      await database.write(trx => trx.deleteFrom('login').where('token_hash', '=', hashToken(token)).execute())
    },
    identify: credential => identify(database, credential, now()),
    tokens: async username => {
      const rows = await database.db
        .selectFrom('api_token')
        .selectAll()
        .where('username', '=', username)
        .orderBy('created_at')
        .execute()
      return rows.map(row => ({
        id: tokenId(row.token_hash),
        name: row.name,
        createdAt: row.created_at,
        ...(row.last_used_at !== null && { lastUsedAt: row.last_used_at }),
      }))
    },
    makeToken: (username, name) => makeToken(database, now(), username, name),
    removeToken: (username, id) => removeToken(database, username, id),
  }
}
