import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { NO_MIGRATIONS } from 'kysely/migration'
import { expect, test } from 'vitest'
import { migrator, openDatabase } from '#database/database.ts'
import { testDatabase } from '../helpers/database.ts'
import { tempDir } from '../helpers/tempDir.ts'

test('a database that cannot be opened is told with its code', async () => {
  const dataDir = await tempDir()
  const url = 'postgresql://postgres@127.0.0.1:1/none'
  await expect(openDatabase({ dataDir, url })).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
  await writeFile(join(dataDir, 'operations.db'), 'not a database '.repeat(1000))
  await expect(openDatabase({ dataDir })).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
})

test('migrations go both ways, and nothing of ours is left behind', async () => {
  const { db } = await testDatabase()
  const tables = async () =>
    (await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(db)).rows
      .map(row => row.name)
      .filter(name => !name.startsWith('kysely_'))
      .sort()
  const before = await tables()
  expect(before).toContain('ticket')
  await migrator(db).migrateTo(NO_MIGRATIONS)
  expect(await tables()).toEqual([])
  await migrator(db).migrateToLatest()
  expect(await tables()).toEqual(before)
})

test('a restart finds the same change log', async () => {
  const dataDir = await tempDir()
  const first = await openDatabase({ dataDir })
  await first.close()
  const second = await testDatabase(undefined, dataDir)
  expect(second.epoch).toBe(first.epoch)
})

test('what went wrong is told, also when SQLite has undone the transaction by itself', async () => {
  const database = await testDatabase()
  const twice = database.write(async trx => {
    await sql`insert into counter (name, value) values ('a', 1)`.execute(trx)
    await sql`insert or rollback into counter (name, value) values ('a', 2)`.execute(trx)
  })
  await expect(twice).rejects.toThrow('UNIQUE constraint failed')
  expect(await database.db.selectFrom('counter').selectAll().where('name', '=', 'a').execute()).toEqual([])
})
