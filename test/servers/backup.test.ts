import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '#config'
import { makeBackup } from '../../cli/backup/makeBackup.ts'
import { restoreBackup } from '../../cli/backup/restoreBackup.ts'
import { startPostgres, type TestPostgres } from '../helpers/postgres.ts'
import { requireBinary } from '../helpers/realServer.ts'
import { startTestService } from '../helpers/service.ts'
import { tempDir } from '../helpers/tempDir.ts'

const binary = requireBinary('postgres')
const onStep = () => undefined

describe.skipIf(binary === undefined)('a backup with PostgreSQL', () => {
  let postgres: TestPostgres
  beforeAll(async () => {
    postgres = await startPostgres(binary ?? '')
  })
  afterAll(() => postgres.stop())

  /** With a password that means something to libpq's files. */
  const fresh = async () => {
    const url = new URL(await postgres.fresh())
    url.password = encodeURIComponent('a:b\\c')
    return url.href
  }
  const settings = (dataDir: string, databaseUrl: string) =>
    readConfig({ DATA_DIR: dataDir, DATABASE_URL: databaseUrl })

  test('goes into an empty database, is the same there, and into no other', async () => {
    const [dataDir, url] = [await tempDir(), await fresh()]
    const service = await startTestService({ dataDir, databaseUrl: url })
    await service.register('gw1', [{ id: 'lift-1', class: 'elevator' }])
    await service.api('POST /tickets', { equipment: 'lift-1', title: '异响' })
    const tickets = (await service.api('/tickets')).body
    const { epoch } = (await service.api('/system')).body
    const out = join(await tempDir(), 'all.tar.gz')
    const made = await makeBackup({ config: settings(dataDir, url), out, version: '1.0.0', onStep })
    expect(made.operations).toMatchObject({ dialect: 'postgres', file: 'operations.pgdump' })
    expect(made.leftOut.join()).toContain('PostgreSQL')
    await service.stop()

    const elsewhere = await tempDir()
    const restore = (databaseUrl: string) =>
      restoreBackup({ config: settings(elsewhere, databaseUrl), from: out, onStep })
    await expect(restore(url)).rejects.toMatchObject({ code: 'DATABASE_NOT_EMPTY' })
    const empty = await fresh()
    await restore(empty)
    const restored = await startTestService({ dataDir: elsewhere, databaseUrl: empty })
    expect((await restored.api('/tickets')).body).toEqual(tickets)
    expect((await restored.api('/system')).body.epoch).not.toBe(epoch)
    await expect(
      restoreBackup({ config: readConfig({ DATA_DIR: await tempDir() }), from: out, onStep }),
    ).rejects.toMatchObject({ code: 'BACKUP_OTHER_KIND' })
  })
})
