import { sql } from 'kysely'
import { NO_MIGRATIONS } from 'kysely/migration'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrator } from '#database/database.ts'
import { peekSites } from '#database/peekSites.ts'
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

  test('migrations go both ways, and nothing of ours is left behind', async () => {
    const { db } = await testDatabase(await postgres.fresh())
    const columns = async () =>
      (
        await sql<{ name: string }>`select table_name || '.' || column_name as name from information_schema.columns
          where table_schema = 'public' and table_name not like 'kysely%'`.execute(db)
      ).rows
        .map(row => row.name)
        .sort()
    const before = await columns()
    expect(before).toContain('ticket_figure.safe_at')
    await migrator(db).migrateTo(NO_MIGRATIONS)
    expect(await columns()).toEqual([])
    await migrator(db).migrateToLatest()
    expect(await columns()).toEqual(before)
  })

  test('the sites are read from a database of any version, and from an empty one, without a change to it', async () => {
    const url = await postgres.fresh()
    const peek = () => peekSites({ dataDir: '', url })
    expect(await peek()).toEqual([])
    const { db } = await testDatabase(url)
    await db.insertInto('site').values({ id: 's1', name: 'x', timezone: 'UTC' }).execute()
    await migrator(db).migrateTo('0008-moves-and-clocks')
    expect(await peek()).toEqual(['s1'])
    const newest = await sql<{ name: string }>`select max(name) as name from kysely_migration`.execute(db)
    expect(newest.rows).toEqual([{ name: '0008-moves-and-clocks' }])
  })

  operationsContract('PostgreSQL', async () => testDatabase(await postgres.fresh()))
})
