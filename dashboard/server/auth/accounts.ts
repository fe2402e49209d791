import type { Selectable } from 'kysely'
import type { Database } from '#database/database.ts'
import { hashPassword, verifyPassword } from '#database/secrets.ts'
import type { Tables } from '#database/tables.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor, Role } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import { actorIn } from './actorIn.ts'

/** A person who may log in; the password is kept only as a hash. */
export interface Account extends Actor {
  createdAt: Millis
}

interface NewAccount {
  username: string
  password: string
  role: Role
  sites?: string[]
}

interface AccountChange {
  password?: string
  role?: Role
  sites?: string[]
}

export interface Accounts {
  list(): Promise<Account[]>
  count(): Promise<number>
  /** The account, when the password is its own. Takes as long for a name that nobody has. */
  verify(username: string, password: string): Promise<Account | undefined>
  /** @throws CodedError ALREADY_EXISTS */
  add(account: NewAccount): Promise<Account>
  /** A new password ends the account's sessions. @throws CodedError NOT_FOUND, FORBIDDEN for the last administrator */
  change(username: string, change: AccountChange): Promise<Account>
  /** @throws CodedError NOT_FOUND, FORBIDDEN for the last administrator */
  remove(username: string): Promise<void>
}

type AccountRow = Pick<Selectable<Tables['account']>, 'username' | 'role' | 'sites' | 'created_at'>

const toAccount = (row: AccountRow): Account => ({ ...actorIn(row), createdAt: row.created_at })

type Trx = Parameters<Parameters<Database['write']>[0]>[0]

/** Somebody has to be able to let the others in. */
async function keepAnAdministrator(trx: Trx): Promise<void> {
  const left = await trx
    .selectFrom('account')
    .select('username')
    .where('role', '=', 'admin')
    .where('sites', '=', '[]')
    .execute()
  if (left.length === 0)
    throw new CodedError('FORBIDDEN', { reason: 'lastAdministrator' }, 'The last administrator stays')
}

async function change(
  database: Database,
  username: string,
  { password, role, sites }: AccountChange,
): Promise<Account> {
  const set = {
    ...(password !== undefined && { password_hash: await hashPassword(password) }),
    ...(role !== undefined && { role }),
    ...(sites !== undefined && { sites: JSON.stringify(sites) }),
  }
  return await database.write(async trx => {
    if (Object.keys(set).length > 0)
      await trx.updateTable('account').set(set).where('username', '=', username).execute()
    const row = await trx.selectFrom('account').selectAll().where('username', '=', username).executeTakeFirst()
    if (!row) throw new CodedError('NOT_FOUND', { username })
    await keepAnAdministrator(trx)
    if (password !== undefined) await trx.deleteFrom('login').where('username', '=', username).execute()
    return toAccount(row)
  })
}

async function add(database: Database, now: () => Millis, given: NewAccount): Promise<Account> {
  const { username, password, role, sites = [] } = given
  const made = { username, role, sites: JSON.stringify(sites), created_at: now() }
  const password_hash = await hashPassword(password)
  const { numInsertedOrUpdatedRows } = await database.write(trx =>
    trx
      .insertInto('account')
      .values({ ...made, password_hash })
      .onConflict(c => c.doNothing())
      .executeTakeFirstOrThrow(),
  )
  if (numInsertedOrUpdatedRows !== 1n) throw new CodedError('ALREADY_EXISTS', { username })
  return toAccount(made)
}

/** @param nobody a kept password that nobody has, compared with when the name is unknown */
export function createAccounts(database: Database, now: () => Millis, nobody: string): Accounts {
  const { db } = database
  return {
    list: async () => (await db.selectFrom('account').selectAll().orderBy('username').execute()).map(toAccount),
    count: async () =>
      Number(
        (
          await db
            .selectFrom('account')
            .select(eb => eb.fn.countAll().as('n'))
            .executeTakeFirstOrThrow()
        ).n,
      ),
    verify: async (username, password) => {
      const row = await db.selectFrom('account').selectAll().where('username', '=', username).executeTakeFirst()
      const right = await verifyPassword(password, row?.password_hash ?? nobody)
      return row && right ? toAccount(row) : undefined
    },
    add: given => add(database, now, given),
    change: (username, given) => change(database, username, given),
    remove: username =>
      database.write(async trx => {
        for (const table of ['login', 'api_token', 'calendar_link'] as const)
          await trx.deleteFrom(table).where('username', '=', username).execute()
        const { numDeletedRows } = await trx.deleteFrom('account').where('username', '=', username).executeTakeFirst()
        if (numDeletedRows === 0n) throw new CodedError('NOT_FOUND', { username })
        await keepAnAdministrator(trx)
      }),
  }
}
