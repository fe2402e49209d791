import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { testDatabase } from '../helpers/database.ts'
import { tempDir } from '../helpers/tempDir.ts'

test('a write waits for another process that holds the embedded database, and the event loop goes on meanwhile', async () => {
  const dataDir = await tempDir()
  const database = await testDatabase(undefined, dataDir)
  const other = new DatabaseSync(join(dataDir, 'operations.db'))
  other.exec('begin exclusive')
  let written = false
  const row = { key: 'waited', value: 'yes' }
  const writing = database
    .write(trx => trx.insertInto('meta').values(row).execute())
    .then(() => {
      written = true
    })
  const startedAt = performance.now()
  for (let turn = 0; turn < 10; turn++) await new Promise(resolve => setTimeout(resolve, 10))
  expect(performance.now() - startedAt).toBeLessThan(1500)
  expect(written).toBe(false)
  other.exec('commit')
  other.close()
  await writing
  expect(await database.db.selectFrom('meta').select('value').where('key', '=', 'waited').execute()).toHaveLength(1)
})

test('a lock that is never let go fails the write with a code', async () => {
  const dataDir = await tempDir()
  const database = await testDatabase(undefined, dataDir)
  const other = new DatabaseSync(join(dataDir, 'operations.db'))
  other.exec('begin exclusive')
  const row = { key: 'waited', value: 'yes' }
  const writing = database.write(trx => trx.insertInto('meta').values(row).execute())
  await expect(writing).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
  other.close()
})
