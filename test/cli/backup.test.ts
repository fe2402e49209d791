import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, open, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MqttClient } from 'mqtt'
import sharp from 'sharp'
import { create, extract } from 'tar'
import { expect, test, vi } from 'vitest'
import { readConfig } from '#config'
import { makeBackup } from '../../cli/backup/makeBackup.ts'
import { restoreBackup } from '../../cli/backup/restoreBackup.ts'
import { eventually, startTestService, type TestService } from '../helpers/service.ts'
import { tempDir } from '../helpers/tempDir.ts'
import { caretakerWith } from './cli.ts'

// Several services and commands start one after another.
vi.setConfig({ testTimeout: 60_000 })

const exists = (path: string): Promise<boolean> => stat(path).then(Boolean, () => false)
const nothing = () => undefined
const configOf = (dataDir: string) => readConfig({ DATA_DIR: dataDir })
const backUp = (dataDir: string, out: string) =>
  makeBackup({ config: configOf(dataDir), out, version: '1.0.0', onStep: nothing })
const restore = (dataDir: string, from: string) => restoreBackup({ config: configOf(dataDir), from, onStep: nothing })

const TRIPPED = { breakerState: 2 }

/** A service with a fault, its ticket and parts, a report with a photo, and a gateway. */
async function lively(): Promise<TestService & { dataDir: string; gateway: MqttClient; photo: string }> {
  const dataDir = await tempDir()
  const service = await startTestService({ dataDir })
  const { api, register, mqtt, url } = service
  const gateway = await mqtt('gw1', await register('gw1', [{ id: 'feeder-1', class: 'feeder-circuit' }]))
  await api('PATCH /parts/FDC-MCCB-250', { onHand: 3 })
  const report = { equipment: 'feeder-1', trouble: 'abnormal', words: '嗡嗡响' }
  const { token } = (await api('POST /public/reports', report)).body
  const photo = `/api/public/reports/${token}/photos`
  const body = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  await fetch(`${url}${photo}`, {
    method: 'POST',
    headers: { 'content-type': 'image/png' },
    body: new Uint8Array(body),
  })
  await send(gateway, Date.now(), TRIPPED)
  await eventually(
    async () => (await api('/tickets')).body.items,
    items => items.length === 2,
  )
  return { ...service, dataDir, gateway, photo: `${photo}/1` }
}

const send = (gateway: MqttClient, ts: number, metrics: object) =>
  gateway.publishAsync('facility/v1/s1/gw1/feeder-1/telemetry', JSON.stringify({ ts, metrics }), { qos: 1 })

/** What people see of a service. */
async function seen({ api, url }: TestService, photo: string) {
  const ask = async (path: string) => (await api(path)).body.items
  const [tickets, parts, audit, faults, reservations] = await Promise.all(
    ['/tickets', '/parts', '/stock-audit', '/faults?state=all', '/reservations'].map(ask),
  )
  const jpeg = Buffer.from(await (await fetch(`${url}${photo}`)).arrayBuffer()).toString('base64')
  return { tickets, parts, audit, faults, reservations, jpeg }
}

test('a backup under load, restored elsewhere, is the same service, with every message acknowledged before it', async () => {
  const { dataDir, gateway, photo, ...service } = await lively()
  const before = await seen(service, photo)
  expect(before).toMatchObject({ audit: [], tickets: [{ parts: [{ status: 'reserved' }] }, {}] })
  const start = Date.now()
  const acknowledged: number[] = []
  const load = { going: true }
  const sending = (async () => {
    for (let ts = start; load.going; ts++) {
      await send(gateway, ts, { voltageL1N: 220 + (ts % 10) })
      acknowledged.push(ts)
    }
  })()
  await eventually(
    () => acknowledged.length,
    n => n > 200,
  )
  const sure = [...acknowledged]
  const out = join(await tempDir(), 'all.tar.gz')
  const made = await caretakerWith({ DATA_DIR: dataDir }, 'backup', '--out', out)
  load.going = false
  await sending
  expect(made).toMatchObject({ code: 0, out: expect.stringContaining('environment variables') })
  expect(acknowledged.length).toBeGreaterThan(sure.length)
  expect((await stat(out)).mode & 0o777).toBe(0o600)
  expect((await readdir(dataDir)).filter(name => name.startsWith('copies-'))).toEqual([])
  const { epoch } = (await service.api('/system')).body
  await service.stop()

  const fresh = join(await tempDir(), 'restored')
  expect(await caretakerWith({ DATA_DIR: fresh }, 'restore', '--from', out)).toMatchObject({ code: 0 })
  const restored = await startTestService({ dataDir: fresh })
  expect(await seen(restored, photo)).toEqual(before)
  expect((await restored.api('/system')).body.epoch).not.toBe(epoch)
  const span = `from=${new Date(start).toISOString()}&to=${new Date(start + 60_000).toISOString()}`
  const points = async () =>
    (await restored.api(`/equipment/feeder-1/telemetry?metric=voltageL1N&${span}`)).body.points.map(
      (point: { ts: string }) => Date.parse(point.ts),
    )
  const found: number[] = await eventually(points, times => times.length >= sure.length)
  expect(found.slice(0, sure.length)).toEqual(sure)
  expect(new Set(found).size).toBe(found.length)
})

test('a stopped service is backed up as well, and what its spool held goes on after the restoring', async () => {
  const { dataDir, gateway, photo, ...service } = await lively()
  const before = await seen(service, photo)
  await gateway.endAsync()
  await service.stop()
  const out = join(await tempDir(), 'all.tar.gz')
  await backUp(dataDir, out)
  await expect(backUp(dataDir, out)).rejects.toMatchObject({ code: 'BACKUP_EXISTS' })
  const fresh = await tempDir()
  await restore(fresh, out)
  expect(await seen(await startTestService({ dataDir: fresh }), photo)).toEqual(before)
})

test('killed in the middle, nothing has the name of the backup, the service tidies up, and the next one works', async () => {
  const { dataDir } = await lively()
  await mkdir(join(dataDir, 'photos', 'zz'))
  await writeFile(join(dataDir, 'photos', 'zz', 'large.jpg'), randomBytes(64 * 2 ** 20))
  const folder = await tempDir()
  const out = join(folder, 'all.tar.gz')
  const child = spawn(process.execPath, ['cli/caretaker.js', 'backup', '--out', out], {
    env: { ...process.env, DATA_DIR: dataDir },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let told = ''
  child.stderr.setEncoding('utf8').on('data', text => {
    told += text
    if (told.includes('packing')) child.kill('SIGKILL')
  })
  const [, signal] = await once(child, 'exit')
  expect(signal).toBe('SIGKILL')
  expect(await exists(out)).toBe(false)
  await eventually(
    async () => (await readdir(dataDir)).filter(name => name.startsWith('copies-')),
    left => left.length === 0,
  )
  await backUp(dataDir, out)
  expect(await readdir(folder)).toEqual(['all.tar.gz'])
})

test('a place that cannot be written, and a folder with nothing in it, are told with their codes and left as they are', async () => {
  const { dataDir } = await lively()
  const nowhere = backUp(dataDir, join(dataDir, 'no', 'such', 'folder', 'all.tar.gz'))
  await expect(nowhere).rejects.toMatchObject({ code: 'BACKUP_FAILED', message: expect.stringContaining('ENOENT') })
  const [empty, folder] = [await tempDir(), await tempDir()]
  await expect(backUp(empty, join(folder, 'all.tar.gz'))).rejects.toMatchObject({ code: 'BACKUP_FAILED' })
  expect(await readdir(empty)).toEqual([])
  expect(await readdir(folder)).toEqual([])
})

/** The same backup with something done to what is in it. */
async function spoiled(from: string, spoil: (folder: string) => Promise<unknown>): Promise<string> {
  const folder = await tempDir()
  await extract({ file: from, cwd: folder })
  await spoil(folder)
  const file = join(await tempDir(), 'spoiled.tar.gz')
  await create({ gzip: true, cwd: folder, file }, await readdir(folder))
  return file
}

async function changeManifest(folder: string, change: (manifest: Record<string, never>) => object): Promise<void> {
  const file = join(folder, 'manifest.json')
  await writeFile(file, JSON.stringify(change(JSON.parse(await readFile(file, 'utf8')))))
}

async function flipByte(file: string): Promise<void> {
  const opened = await open(file, 'r+')
  const { buffer } = await opened.read(Buffer.alloc(1), 0, 1, 5000)
  await opened.write(Buffer.from([(buffer[0] ?? 0) ^ 1]), 0, 1, 5000)
  await opened.close()
}

test('what is not whole, newer, of other databases, or for a folder in use is refused with its code and leaves nothing', async () => {
  const { dataDir } = await lively()
  const out = join(await tempDir(), 'all.tar.gz')
  await backUp(dataDir, out)
  const cut = join(await tempDir(), 'cut.tar.gz')
  await writeFile(cut, (await readFile(out)).subarray(0, 20_000))
  const text = join(await tempDir(), 'text.tar.gz')
  await writeFile(text, 'no archive')
  const newer = (manifest: Record<string, never>) => {
    const operations = manifest.operations as unknown as { migrations: string[] }
    return { ...manifest, operations: { ...operations, migrations: [...operations.migrations, '9999-later'] } }
  }
  const cases: [file: string, code: string][] = [
    [cut, 'BACKUP_DAMAGED'],
    [text, 'BACKUP_DAMAGED'],
    [join(dataDir, 'nowhere.tar.gz'), 'BACKUP_FAILED'],
    [await spoiled(out, folder => flipByte(join(folder, 'operations.db'))), 'BACKUP_DAMAGED'],
    [await spoiled(out, folder => writeFile(join(folder, 'more.db'), '')), 'BACKUP_DAMAGED'],
    [await spoiled(out, folder => changeManifest(folder, m => ({ ...m, files: 7 }))), 'BACKUP_DAMAGED'],
    [await spoiled(out, folder => changeManifest(folder, m => ({ ...m, format: 2 }))), 'BACKUP_NEWER'],
    [await spoiled(out, folder => changeManifest(folder, newer)), 'BACKUP_NEWER'],
    [await spoiled(out, folder => changeManifest(folder, m => ({ ...m, telemetry: 'influx2' }))), 'BACKUP_OTHER_KIND'],
  ]
  for (const [file, code] of cases) {
    const fresh = await tempDir()
    await expect(restore(fresh, file), file).rejects.toMatchObject({ code })
    expect((await readdir(fresh)).filter(name => name !== 'lock.db')).toEqual([])
  }
  await expect(restore(dataDir, out)).rejects.toMatchObject({ code: 'DATA_DIR_NOT_EMPTY' })
})

test('a folder whose restoring was cut off starts no service, and is restored again', async () => {
  const { dataDir } = await lively()
  const out = join(await tempDir(), 'all.tar.gz')
  await backUp(dataDir, out)
  const fresh = await tempDir()
  await restore(fresh, out)
  await mkdir(join(fresh, 'restoring'))
  await expect(startTestService({ dataDir: fresh })).rejects.toMatchObject({ code: 'RESTORE_UNFINISHED' })
  await restore(fresh, out)
  expect((await (await startTestService({ dataDir: fresh })).api('/tickets')).body.items).toHaveLength(2)
})
