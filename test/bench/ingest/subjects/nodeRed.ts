import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from '../../../helpers/freePort.ts'
import { prepareMosquitto } from '../../../helpers/mosquitto.ts'
import { requireBinary } from '../../../helpers/realServer.ts'
import { startServer } from '../../../helpers/serverProcess.ts'
import { residentBytes } from '../../child.ts'
import { cpuSeconds } from '../cpu.ts'
import type { Subject } from '../subject.ts'
import { type BenchInflux, DATABASE } from './influx.ts'

const PACKAGES = ['node-red@4.1.8', 'node-red-contrib-influxdb@0.7.0']
const CACHE = join(import.meta.dirname, '../../../../node_modules/.cache/caretaker-bench/node-red')
const RED = join(CACHE, 'node_modules/node-red/red.js')
const INSTALL_MS = 120_000
/** Nothing more comes when the count has not grown for so long. */
const STANDSTILL_MS = 4_000

const TO_POINT = `
const { ts, metrics } = msg.payload
msg.payload = { measurement: 'reading', tags: { equipment: msg.topic.split('/')[4] }, fields: metrics, timestamp: new Date(ts) }
return msg`

/** mqtt in → json → function → join (5,000 messages or a second) → InfluxDB batch. */
function flow(mqttPort: number, influxPort: number) {
  const z = 'flow'
  const mqtt = { broker: '127.0.0.1', port: `${mqttPort}`, protocolVersion: '4', keepalive: '60', cleansession: true }
  const influx = { hostname: '127.0.0.1', port: `${influxPort}`, database: DATABASE, influxdbVersion: '1.x' }
  const join = { mode: 'custom', build: 'array', property: 'payload', propertyType: 'msg', timeout: '1', count: '5000' }
  return [
    { id: z, type: 'tab', label: 'bench' },
    { id: 'to-broker', type: 'mqtt-broker', ...mqtt },
    { id: 'to-influx', type: 'influxdb', ...influx },
    {
      id: 'n1',
      z,
      type: 'mqtt in',
      topic: 'facility/v1/#',
      qos: '1',
      datatype: 'buffer',
      broker: 'to-broker',
      wires: [['n2']],
    },
    { id: 'n2', z, type: 'json', property: 'payload', action: 'obj', wires: [['n3']] },
    { id: 'n3', z, type: 'function', func: TO_POINT, outputs: 1, wires: [['n4']] },
    { id: 'n4', z, type: 'join', ...join, wires: [['n5']] },
    { id: 'n5', z, type: 'influxdb batch', influxdb: 'to-influx', precision: 'ms', wires: [] },
  ]
}

/** Installs Node-RED once, into a folder that Git ignores. @returns why it is not there */
async function install(): Promise<string | undefined> {
  if (existsSync(RED)) return undefined
  await mkdir(CACHE, { recursive: true })
  const args = ['install', '--prefix', CACHE, '--omit=dev', '--no-audit', '--no-fund', ...PACKAGES]
  return promisify(execFile)('npm', args, { timeout: INSTALL_MS }).then(
    () => undefined,
    (error: Error) => `npm could not install ${PACKAGES.join(' and ')}: ${error.message.split('\n')[0]}`,
  )
}

/** Node-RED with its InfluxDB batch node behind mosquitto, or why it cannot be compared with. */
export async function startNodeRed(influx: BenchInflux): Promise<Subject | string> {
  const mosquitto = requireBinary('mosquitto')
  if (mosquitto === undefined) return 'mosquitto is not installed'
  const missing = await install()
  if (missing !== undefined) return missing
  const broker = await prepareMosquitto(mosquitto, { log: 'information', persistence: false })
  await broker.start()
  const dir = await mkdtemp(join(tmpdir(), 'caretaker-node-red-'))
  const port = Number(new URL(broker.url).port)
  await writeFile(join(dir, 'flows.json'), JSON.stringify(flow(port, Number(new URL(influx.url).port))))
  // Kept in plain, or the InfluxDB node has none and does not start.
  await writeFile(
    join(dir, 'flows_cred.json'),
    JSON.stringify({ 'to-influx': { username: 'bench', password: 'bench' } }),
  )
  const settings = { flowFile: 'flows.json', credentialSecret: false, httpAdminRoot: false }
  await writeFile(join(dir, 'settings.js'), `module.exports = ${JSON.stringify(settings)}`)
  const args = [RED, '--userDir', dir, '--port', `${await freePort()}`]
  const red = await startServer(process.execPath, args, /Connected to broker/)
  return {
    port,
    settled: async acknowledged => {
      for (let [last, grewAt] = [-1, performance.now()]; performance.now() - grewAt < STANDSTILL_MS; await sleep(100)) {
        const stored = await influx.messages()
        if (stored >= acknowledged) return
        if (stored > last) [last, grewAt] = [stored, performance.now()]
      }
    },
    cpu: () => ({ own: cpuSeconds(red.pid), servers: cpuSeconds(influx.pid) + cpuSeconds(broker.pid()) }),
    memory: () => residentBytes(red.pid),
    end: async () => {
      await red.stop()
      await broker.remove()
      await rm(dir, { recursive: true, force: true })
      return influx.count()
    },
  }
}
