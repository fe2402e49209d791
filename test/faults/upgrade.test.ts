import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { migrator, openDatabase } from '#database/database.ts'
import { NotReady } from './harness/child.ts'
import { CLEAN } from './harness/invariants.ts'
import { until } from './harness/until.ts'
import { openWorld } from './harness/world.ts'

const OLDER = '0008-moves-and-clocks'

/** Makes a folder what an older service would have left: fewer migrations, and a spool that remembers no messages. */
async function makeOlder(dataDir: string): Promise<void> {
  const database = await openDatabase({ dataDir })
  const { error, results = [] } = await migrator(database.db).migrateTo(OLDER)
  await database.close()
  expect(error).toBeUndefined()
  expect(results.length).toBeGreaterThan(0)
  const spool = new DatabaseSync(join(dataDir, 'spool.db'))
  spool.exec('drop table mark; drop table sequence')
  expect(spool.prepare('select count(*) as n from record').get()?.n).toBeGreaterThan(0)
  spool.close()
}

function changeMigrations(dataDir: string, sql: string): void {
  const operations = new DatabaseSync(join(dataDir, 'operations.db'))
  operations.exec(sql)
  operations.close()
}

test('F27: an older service’s folder is taken over with what waits in it; a newer one’s is refused and left alone', async () => {
  const world = await openWorld({ gateways: 2, lifts: 4 })
  const load = world.load({ rate: 400, overspeedEvery: 60 })
  await until('messages', () => world.ledger.acked().length > 600, 45_000)
  await world.service().end('SIGKILL')
  load.stop()
  await makeOlder(world.dataDir)
  await world.restart()
  expect(await world.verdict()).toEqual(CLEAN)

  await world.service().end('SIGTERM')
  changeMigrations(world.dataDir, "insert into kysely_migration (name, timestamp) values ('9999-to-come', '2999')")
  const refused = await world.restart().catch((error: unknown) => error)
  expect((refused as NotReady).exit).toEqual({ code: 1, signal: null })
  expect((refused as NotReady).message).toMatch(/DATABASE_UNAVAILABLE.*9999-to-come/)
  expect(refused).toBeInstanceOf(NotReady)
  changeMigrations(world.dataDir, "delete from kysely_migration where name = '9999-to-come'")
  await world.restart()
  expect(await world.verdict()).toEqual(CLEAN)
})
