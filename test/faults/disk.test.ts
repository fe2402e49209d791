import { readFileSync, writeFileSync } from 'node:fs'
import { appendFile, readFile, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startInflux1Stub } from '../helpers/influx1Stub.ts'
import { type SmallDisk, smallDisk } from '../helpers/smallDisk.ts'
import { tempDir } from '../helpers/tempDir.ts'
import { CLEAN } from './harness/invariants.ts'
import { ask, until } from './harness/until.ts'
import { openWorld, type World } from './harness/world.ts'

const ackedMore = (world: World, count: number, ms = 10_000) => {
  const before = world.ledger.acked().length
  return until(`${count} more PUBACKs`, () => world.ledger.acked().length >= before + count, ms)
}

const probe = smallDisk('1m')
probe?.remove()

function diskOf(size: string): SmallDisk {
  const disk = smallDisk(size)
  if (disk === undefined) throw new Error('cannot mount')
  onTestFinished(disk.remove)
  return disk
}

/** Fills what is left of a disk with one file. */
function fillDisk(file: string): void {
  for (let size = 1_048_576; size >= 512; )
    try {
      writeFileSync(file, Buffer.alloc(size), { flag: 'a' })
    } catch {
      size = Math.floor(size / 2)
    }
}

const PAUSE_MS = 1500

/** Whether no PUBACK came for a while, although messages wait for one. */
async function standsStill(world: World): Promise<boolean> {
  const before = world.ledger.acked().length
  return (
    (await ask(
      () => world.ledger.acked().length,
      now => now > before,
      PAUSE_MS,
    )) === before
  )
}

describe.skipIf(probe === undefined && !process.env.CI)('F9: on a full disk', () => {
  test('nothing is acknowledged, the process lives, and all goes on when there is room', async () => {
    const disk = diskOf('48m')
    const world = await openWorld({ gateways: 2, lifts: 6, dataDir: disk.dir })
    const load = world.load({ rate: 300, overspeedEvery: 200 })
    await ackedMore(world, 200)
    const ballast = join(disk.dir, 'ballast')
    fillDisk(ballast)
    const fullAndStill = () => {
      fillDisk(ballast)
      return standsStill(world)
    }
    await until('PUBACKs stop', fullAndStill, 40_000)
    expect(world.service().alive()).toBe(true)
    await rm(ballast)
    await ackedMore(world, 200, 20_000)
    load.stop()
    expect(await world.verdict()).toEqual(CLEAN)
  })
})

describe.skipIf(probe === undefined && !process.env.CI)('F10: with a full disk for the operations database', () => {
  test('the API says that it is unavailable, telemetry goes on, and tickets come once when there is room', async () => {
    const disk = diskOf('24m')
    const dataDir = await tempDir()
    await symlink(join(disk.dir, 'operations.db'), join(dataDir, 'operations.db'))
    const world = await openWorld({ gateways: 2, lifts: 20, dataDir })
    const load = world.load({ rate: 200, overspeedEvery: 40 })
    await ackedMore(world, 200)
    const ballast = join(disk.dir, 'ballast')
    let named = 0
    const write = () => world.api('PATCH /equipment/lift-0-0', { name: `${++named} ${'x'.repeat(180)}` })
    const refused = async () => {
      fillDisk(ballast)
      const { status, body } = await write()
      return status === 503 && body.error.code === 'DATABASE_UNAVAILABLE'
    }
    await until('the API is unavailable', refused, 20_000)
    await ackedMore(world, 300)
    expect(world.service().alive()).toBe(true)
    await rm(ballast)
    await until('the API is back', async () => (await write()).status === 200, 45_000)
    load.stop()
    expect(await world.verdict()).toEqual(CLEAN)
  })
})

/** Flips one bit in one record of a spool that nobody has open. @returns the record as it was */
function damageOne(spool: string): string {
  const sqlite = new DatabaseSync(spool)
  const like = `%"reading"%machineRoomTemperature%`
  const found = sqlite.prepare('select item from record where item like ? limit 1 offset 77').get(like)
  sqlite.close()
  const item = String(found?.item)
  const bytes = readFileSync(spool)
  let places = 0
  for (let at = bytes.indexOf(item); at >= 0; at = bytes.indexOf(item, at + 1), places++) {
    const digit = at + item.indexOf('machineRoomTemperature') + 1
    bytes[digit] = (bytes[digit] ?? 0) ^ 1
  }
  expect(places).toBeGreaterThan(0)
  writeFileSync(spool, bytes)
  return item
}

describe('F12: damage between two runs', () => {
  /** A world that ended by `signal` with its messages still in the spool. */
  async function withFullSpool(signal: NodeJS.Signals) {
    const stub = await startInflux1Stub()
    stub.answer(() => ({ status: 503 }))
    const world = await openWorld({
      gateways: 1,
      lifts: 4,
      env: { INFLUX_URL: stub.url, INFLUX_VERSION: '1', INFLUX_DATABASE: 'telemetry' },
      points: stub.points,
    })
    const load = world.load({ rate: 200 })
    await ackedMore(world, 200)
    load.stop()
    await until('all acknowledged', () => world.senders.every(sender => sender.open() === 0), 45_000)
    await world.service().end(signal)
    return { stub, world, spool: join(world.dataDir, 'spool.db') }
  }

  test('a torn tail of the log costs nothing that was acknowledged', async () => {
    const { stub, world, spool } = await withFullSpool('SIGKILL')
    const log = await readFile(`${spool}-wal`)
    await appendFile(`${spool}-wal`, log.subarray(32, 32 + 3000))
    stub.answer(() => undefined)
    await world.restart()
    expect(await world.verdict()).toEqual(CLEAN)
  })

  test('one flipped bit puts that one record aside with its reason; all others are delivered', async () => {
    const { stub, world, spool } = await withFullSpool('SIGTERM')
    const victim = damageOne(spool)
    stub.answer(() => undefined)
    await world.restart()
    const { lost, invented, effects } = await world.verdict(5_000)
    const { body } = await world.api('/rejected')
    expect(body.items).toEqual([expect.objectContaining({ reason: 'RECORD_DAMAGED' })])
    const { equipment, ts } = JSON.parse(victim).reading
    expect(lost).toEqual([`${equipment}@${ts}`])
    expect([invented, effects]).toEqual([[], []])
  })
})
