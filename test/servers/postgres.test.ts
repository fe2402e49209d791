import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operationsContract } from '../contracts/operations.ts'
import { testDatabase } from '../helpers/database.ts'
import { startPostgres, type TestPostgres } from '../helpers/postgres.ts'
import { requireBinary } from '../helpers/realServer.ts'

const binary = requireBinary('postgres')

describe.skipIf(binary === undefined)('PostgreSQL', () => {
  let postgres: TestPostgres
  beforeAll(async () => {
    postgres = await startPostgres(binary ?? '')
  })
  afterAll(() => postgres.stop())
  test('a connection lost in the middle of a transaction undoes it, is told with its code, and the next one works', async () => {
    const database = await testDatabase(await postgres.fresh())
    const site = { id: 's1', name: 'x', timezone: 'UTC' }
    const broken = database.write(async trx => {
      await trx.insertInto('site').values(site).execute()
      await sql`select pg_terminate_backend(pg_backend_pid())`.execute(trx)
    })
    await expect(broken).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
    await database.write(trx => trx.insertInto('site').values(site).execute())
    expect(await database.db.selectFrom('site').select('id').execute()).toEqual([{ id: 's1' }])
  })

  operationsContract('PostgreSQL', async () => testDatabase(await postgres.fresh()))
})
