import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openSqliteFile } from '#database/nodeSqlite.ts'
import { silentLog } from '#domain/log.ts'
import { createLogSync } from '../../../ingest/spool/logSync.ts'
import { openSpool } from '../../../ingest/spool/spool.ts'
import { tempDir } from '../../helpers/tempDir.ts'

const entry = { items: ['{"kind":"state"}'], rejections: [] }

test('a message is acknowledged, and shown to readers, only after the fsync that follows its commit', async () => {
  const file = join(await tempDir(), 'spool.db')
  const fsync = Promise.withResolvers<void>()
  let logBytes = 0
  const later = () => {
    logBytes = statSync(`${file}-wal`).size
    return fsync.promise
  }
  const sync = { later, now: () => undefined }
  const spool = openSpool({ file, readers: ['store'], now: () => 0, log: silentLog, sync })
  onTestFinished(spool.close)
  const before = statSync(`${file}-wal`).size
  let told = false
  const appended = spool.append(entry).then(() => {
    told = true
  })
  await expect.poll(() => logBytes).toBeGreaterThan(before)
  await new Promise(setImmediate)
  expect(told).toBe(false)
  expect(spool.stats().newest).toBe(0)
  expect(spool.reader('store').read(0, 10)).toEqual([])
  fsync.resolve()
  await appended
  expect(spool.reader('store').read(0, 10)).toHaveLength(1)
})

test.each(['later', 'now'] as const)(
  'after an fsync that failed (%s) the log is written anew into the database',
  async how => {
    const file = join(await tempDir(), 'some.db')
    const sqlite = openSqliteFile(file)
    onTestFinished(() => sqlite.close())
    sqlite.exec('create table t (n integer); insert into t values (1)')
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(0)
    await createLogSync(file, sqlite)[how]()
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(0)
    await createLogSync(`${file}.gone`, sqlite)[how]()
    expect(statSync(`${file}-wal`).size).toBe(0)
  },
)

test('when the log can be brought onto the disk in neither way, that is an error', async () => {
  const full = {
    exec: () => {
      throw new Error('database or disk is full')
    },
  }
  const sync = createLogSync(join(await tempDir(), 'gone.db'), full)
  await expect(sync.later()).rejects.toThrow('full')
  expect(sync.now).toThrow('full')
})
