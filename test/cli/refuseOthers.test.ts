import { readdir } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { migrator, openDatabase, operationsFile } from '#database/database.ts'
import { lockDataDir } from '#database/dataDirLock.ts'
import { openRegistry } from '#database/registry.ts'
import { ESTATE } from '../../cli/demo/estate.ts'
import { refuseOthers } from '../../cli/demo/refuseOthers.ts'
import { tempDir } from '../helpers/tempDir.ts'
import { caretakerWith } from './cli.ts'

async function folderWith(...sites: string[]): Promise<string> {
  const dataDir = await tempDir()
  const database = await openDatabase({ dataDir })
  const registry = await openRegistry(database, Date.now)
  for (const id of sites) await registry.addSite({ id, name: id, timezone: 'Asia/Shanghai' })
  await database.close()
  return dataDir
}

test('the demo goes into an empty folder, and on in its own, also when somebody added a site there', async () => {
  const [own = ''] = ESTATE.sites.map(({ id }) => id)
  for (const dataDir of [await tempDir(), await folderWith(), await folderWith(own), await folderWith('my-own', own)])
    await refuseOthers({ dataDir })
})

test('it does not go among the data of another service, which stays as it is', async () => {
  const dataDir = await folderWith('riverside')
  const before = await readdir(dataDir)
  const refused = await caretakerWith({ DATA_DIR: dataDir, HTTP_PORT: '0', MQTT_PORT: '0' }, 'demo')
  expect(refused).toMatchObject({ code: 1, err: expect.stringMatching(/^DEMO_AMONG_OTHERS: .*another service/) })
  expect(await readdir(dataDir)).toEqual(expect.arrayContaining(before))
  const database = await openDatabase({ dataDir })
  expect(await database.db.selectFrom('account').select('username').execute()).toEqual([])
  await database.close()
})

test('nor does it bring the data of an older service up to its own version', async () => {
  const dataDir = await folderWith('riverside')
  const database = await openDatabase({ dataDir })
  await migrator(database.db).migrateTo('0008-moves-and-clocks')
  await database.close()
  await expect(refuseOthers({ dataDir })).rejects.toMatchObject({ code: 'DEMO_AMONG_OTHERS' })
  const left = new DatabaseSync(operationsFile({ dataDir }))
  const { newest } = left.prepare('select max(name) as newest from kysely_migration').get() ?? {}
  left.close()
  expect(newest).toBe('0008-moves-and-clocks')
})

test('nor into a folder that a running service uses', async () => {
  const dataDir = await tempDir()
  const lock = lockDataDir(dataDir)
  await expect(refuseOthers({ dataDir })).rejects.toMatchObject({ code: 'DATA_DIR_IN_USE' })
  await lock.close()
})
