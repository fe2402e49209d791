import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { connectAsync } from 'mqtt'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { Environment } from '#config'
import { freePort } from '../helpers/freePort.ts'
import { startInfluxd } from '../helpers/influxd.ts'
import { startPostgres } from '../helpers/postgres.ts'
import { requireBinary } from '../helpers/realServer.ts'
import { startServer } from '../helpers/serverProcess.ts'
import { eventually, startTestService } from '../helpers/service.ts'
import { tempDir } from '../helpers/tempDir.ts'

const ROOT = join(import.meta.dirname, '../..')
const influxd = requireBinary('influxd')
const postgres = requireBinary('postgres')
const mosquitto = requireBinary('mosquitto')
const complete = influxd !== undefined && postgres !== undefined && mosquitto !== undefined

interface ComposeService {
  environment?: Record<string, string | number>
  volumes?: string[]
  depends_on?: Record<string, unknown> | string[]
}

/** Debian's mosquitto with the files that docker-compose.yml gives to its mosquitto. */
async function startShippedMosquitto(people: Record<string, string>): Promise<string> {
  const dir = await tempDir()
  await chmod(dir, 0o755)
  const passwords = join(dir, 'passwords')
  await writeFile(passwords, '')
  for (const [name, password] of Object.entries(people))
    execFileSync('mosquitto_passwd', ['-b', passwords, name, password])
  await chmod(passwords, 0o644)
  const port = await freePort()
  const shipped = await readFile(join(ROOT, 'broker/mosquitto/mosquitto.conf'), 'utf8')
  const configuration = shipped
    .replace('listener 1883', `user root\nlistener ${port} 127.0.0.1`)
    .replace('/mosquitto/config/acl', join(ROOT, 'broker/mosquitto/acl'))
    .replaceAll('/mosquitto/data/', `${dir}/`)
  await writeFile(join(dir, 'mosquitto.conf'), configuration)
  const server = await startServer(
    mosquitto as string,
    ['-v', '-c', join(dir, 'mosquitto.conf')],
    /mosquitto version \S+ running/,
  )
  onTestFinished(() => server.stop())
  return `127.0.0.1:${port}`
}

describe('docker-compose.yml', () => {
  const { services, volumes } = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
    services: Record<string, ComposeService>
    volumes: Record<string, unknown>
  }

  test('has the service, its servers and the demo', () => {
    expect(Object.keys(services).sort()).toEqual([
      ...['app', 'demo', 'grafana', 'influxdb', 'ingest-1', 'ingest-2', 'mosquitto', 'postgres'],
    ])
  })

  test('gives the service only variables that it reads', () => {
    for (const name of ['app', 'demo', 'ingest-1', 'ingest-2'])
      for (const variable of Object.keys(services[name]?.environment ?? {}))
        expect(Object.keys(Environment.properties)).toContain(variable)
  })

  test('mounts only files that are there and volumes that it declares, and every variable stands in .env.example', () => {
    const mounted = Object.values(services).flatMap(s => s.volumes ?? [])
    for (const [source = ''] of mounted.map(volume => volume.split(':')))
      if (source.startsWith('.')) expect(() => readFileSync(join(ROOT, source))).toThrow(/EISDIR/)
      else expect(Object.keys(volumes)).toContain(source)
    const wanted = [...readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8').matchAll(/\$\{(\w+)/g)].map(m => m[1])
    const example = readFileSync(join(ROOT, '.env.example'), 'utf8')
    for (const variable of wanted) expect(example).toContain(`${variable}=`)
  })
})

describe.skipIf(!complete)('the service on mosquitto, InfluxDB and PostgreSQL at once', () => {
  test('a reading through mosquitto is stored in InfluxDB and its ticket stands in PostgreSQL', async () => {
    const [influx, database, broker] = await Promise.all([
      startInfluxd(influxd as string),
      startPostgres(postgres as string),
      startShippedMosquitto({ caretaker: 'service', 'gw-1': 'device-one', 'gw-2': 'device-two' }),
    ])
    onTestFinished(async () => void (await Promise.all([influx.remove(), database.stop()])))
    const service = await startTestService({
      mqttUrl: `mqtt://caretaker:service@${broker}`,
      databaseUrl: await database.fresh(),
      influx: { version: 1, url: influx.url, database: 'telemetry' },
    })
    await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
    await service.api('PATCH /parts/ELV-BRK-PAD-01', { onHand: 1 })
    await eventually(
      () => fetch(`${service.url}/readyz`),
      answer => answer.ok,
    )
    const connect = (id: string, password: string) =>
      connectAsync(`mqtt://${broker}`, { clientId: id, username: id, password, reconnectPeriod: 0 })
    const [owner, stranger] = [await connect('gw-1', 'device-one'), await connect('gw-2', 'device-two')]
    onTestFinished(async () => void (await Promise.all([owner.endAsync(true), stranger.endAsync(true)])))
    const topic = 'facility/v1/s1/gw-1/lift-1/telemetry'
    await stranger.publishAsync(topic, '{"metrics":{"motorTemperature":99}}', { qos: 1 })
    await owner.publishAsync(topic, '{"metrics":{"carDirection":1,"carSpeed":2.5}}', { qos: 1 })

    const { body } = await eventually(
      () => service.api('/tickets?equipment=lift-1'),
      answer => answer.body.items.length > 0,
    )
    expect(body.items[0]).toMatchObject({ faultCode: 'ELV-OVERTRAVEL', priority: 'P0' })
    expect(body.items[0].parts).toContainEqual({
      partNo: 'ELV-BRK-PAD-01',
      quantity: 1,
      status: 'reserved',
      store: 'main',
    })
    const points = await eventually(
      () => service.api('/equipment/lift-1/telemetry?metric=carSpeed'),
      answer => answer.body.points?.length > 0,
    )
    expect(points.body.points).toEqual([{ ts: expect.any(String), value: 2.5 }])
    const foreign = await service.api('/equipment/lift-1/telemetry?metric=motorTemperature')
    expect(foreign.body.points).toEqual([])
  })
})
