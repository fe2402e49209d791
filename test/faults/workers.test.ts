import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startInflux1Stub } from '../helpers/influx1Stub.ts'
import { prepareMosquitto } from '../helpers/mosquitto.ts'
import { startPostgres } from '../helpers/postgres.ts'
import { requireBinary } from '../helpers/realServer.ts'
import { tempDir } from '../helpers/tempDir.ts'
import { type ServiceChild, startChild } from './harness/child.ts'
import { CLEAN } from './harness/invariants.ts'
import { until } from './harness/until.ts'
import { openWorld, type World } from './harness/world.ts'

const mosquittoBinary = requireBinary('mosquitto')
const postgresBinary = requireBinary('postgres')

const CLI = join(import.meta.dirname, '..', '..', 'cli', 'caretaker.js')

interface TestWorker {
  id(): string
  child(): ServiceChild
  restart(): Promise<void>
  /** Records that it ever took in; while it is ended. */
  taken(): number
}

async function startTestWorker(env: Record<string, string>): Promise<TestWorker> {
  const dataDir = await tempDir()
  let child = await startChild({ dataDir, env, command: 'ingest' })
  onTestFinished(async () => void (await child.end('SIGKILL')))
  return {
    id: () => readFileSync(join(dataDir, 'worker-id'), 'utf8').trim(),
    child: () => child,
    restart: async () => {
      child = await startChild({ dataDir, env, command: 'ingest' })
    },
    taken: () => {
      const spool = new DatabaseSync(join(dataDir, 'spool.db'), { readOnly: true })
      const row = spool.prepare("select seq from sqlite_sequence where name = 'record'").get()
      spool.close()
      return Number(row?.seq ?? 0)
    },
  }
}

const workersStore = (world: World) =>
  until('workers store', async () => (await world.api('/system')).body.ingest.workers.storing, 45_000)

/** A service that leaves telemetry to two workers, behind a mosquitto, with a PostgreSQL and a store they share. */
async function sharedWorld() {
  const mosquitto = await prepareMosquitto(mosquittoBinary as string)
  onTestFinished(() => mosquitto.remove())
  await mosquitto.start()
  const postgres = await startPostgres(postgresBinary as string)
  onTestFinished(() => postgres.stop())
  const stub = await startInflux1Stub()
  const env = {
    MQTT_URL: mosquitto.url,
    DATABASE_URL: await postgres.fresh(),
    INFLUX_URL: stub.url,
    INFLUX_VERSION: '1',
    INFLUX_DATABASE: 'telemetry',
    TELEMETRY_WRITER: 'workers',
  }
  const brokerPort = Number(new URL(mosquitto.url).port)
  const world = await openWorld({ gateways: 4, lifts: 6, env, brokerPort, points: stub.points })
  const workers = await Promise.all([startTestWorker(env), startTestWorker(env)])
  await workersStore(world)
  return { mosquitto, stub, env, world, workers: workers as [TestWorker, TestWorker] }
}

const ackedMore = (world: World, count: number, ms = 45_000) => {
  const before = world.ledger.acked().length
  return until(`${count} more PUBACKs`, () => world.ledger.acked().length >= before + count, ms)
}

describe.skipIf(mosquittoBinary === undefined || postgresBinary === undefined)('two workers behind mosquitto', () => {
  test('F2, F3: share the load; a worker is killed, the service is killed, mosquitto restarts: nothing lost or double', async () => {
    const { mosquitto, world, workers } = await sharedWorld()
    const [first, second] = workers
    const load = world.load({ rate: 300, overspeedEvery: 60 })
    await ackedMore(world, 300)
    await first.child().end('SIGKILL')
    await ackedMore(world, 300)
    await first.restart()
    await ackedMore(world, 100)
    await mosquitto.stop()
    await mosquitto.start()
    await ackedMore(world, 200)
    await world.service().end('SIGKILL')
    await ackedMore(world, 100)
    await world.restart()
    load.stop()
    expect(await world.verdict()).toEqual(CLEAN)
    await workersStore(world)
    const exits = await Promise.all(workers.map(worker => worker.child().end('SIGTERM')))
    expect(exits).toEqual([
      { code: 0, signal: null },
      { code: 0, signal: null },
    ])
    const taken = [first.taken(), second.taken()]
    expect(Math.min(...taken)).toBeGreaterThan(world.ledger.acked().length / 5)
  })

  test('a worker and its folder are gone for good: retired by name, what the broker kept for it is stored', async () => {
    const { world, env, workers } = await sharedWorld()
    const [gone] = workers
    const retire = async () => {
      const where = { ...process.env, ...env, DATA_DIR: await tempDir(), LOG_LEVEL: 'warn' }
      const { stdout } = await promisify(execFile)(process.execPath, [CLI, 'ingest', '--retire', gone.id()], {
        env: where,
      })
      const lines = stdout
        .trim()
        .split('\n')
        .map(line => JSON.parse(line))
      return lines.find(({ event }) => event === 'retired')
    }
    await gone.child().end('SIGTERM')
    const load = world.load({ rate: 300, overspeedEvery: 60 })
    await ackedMore(world, 300)
    const { taken, ...told } = await retire()
    expect(told).toEqual({ event: 'retired', worker: gone.id() })
    expect(taken).toBeGreaterThan(50)
    await ackedMore(world, 200)
    load.stop()
    expect(await world.verdict()).toEqual(CLEAN)
    expect(await retire()).toEqual({ ...told, taken: 0 })
  })

  test('what cannot be used, what the store refuses and what a birth names is told once, whoever got it', async () => {
    const { stub, world } = await sharedWorld()
    const [sender] = world.senders
    if (!sender) throw new Error('no sender')
    const publish = (topic: string, payload: object | string) =>
      sender.client.publishAsync(
        `facility/v1/s1/gw-0/${topic}`,
        typeof payload === 'string' ? payload : JSON.stringify(payload),
        { qos: 1 },
      )
    stub.answer(lines => (lines.some(line => line.includes('=45')) ? { status: 400, body: '{}' } : undefined))
    await publish('lift-0-0/telemetry', '{broken')
    await publish('lift-0-0/event', '{broken too')
    await publish('nobody/telemetry', { metrics: { machineRoomTemperature: 20 } })
    await publish('lift-0-1/telemetry', { metrics: { machineRoomTemperature: 45 } })
    const birth = { session: 'b', ts: Date.now(), equipment: [{ id: 'lift-new', class: 'elevator' }] }
    await publish('birth', birth)
    const fresh = world.ledger.send('lift-new')
    await publish('lift-new/telemetry', { ts: fresh.ts, metrics: { machineRoomTemperature: fresh.value } })
    const added = { id: 'lift-late', site: 's1', gateway: 'gw-0', class: 'elevator', name: 'late' }
    expect((await world.api('POST /equipment', added)).status).toBe(201)
    const late = world.ledger.send('lift-late')
    await publish('lift-late/telemetry', { ts: late.ts, metrics: { machineRoomTemperature: late.value } })

    await until('both readings are stored', async () => (await stub.points('lift-new')).length === 1, 45_000)
    await until('the other too', async () => (await stub.points('lift-late')).length === 1, 45_000)
    const rejected = async () =>
      (await world.api('/rejected')).body.items.map(({ reason, topic }: { reason: string; topic: string }) => [
        reason,
        topic.split('/').slice(4).join('/'),
      ])
    await until('four are told', async () => (await rejected()).length >= 4, 45_000)
    expect((await rejected()).toSorted()).toEqual([
      ['EQUIPMENT_UNKNOWN', 'nobody/telemetry'],
      ['JSON_INVALID', 'lift-0-0/event'],
      ['JSON_INVALID', 'lift-0-0/telemetry'],
      ['STORE_REFUSED', 'lift-0-1/telemetry'],
    ])
    const { body } = await world.api('/equipment/lift-new')
    expect(body).toMatchObject({ confirmed: false, values: { machineRoomTemperature: { value: fresh.value } } })
  })
})
