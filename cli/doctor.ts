import { once } from 'node:events'
import { access, constants, mkdir, statfs } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { Command } from 'commander'
import { type Config, readConfig } from '#config'
import { openDatabase } from '#database/database.ts'

type Check = [what: string, look: () => Promise<string>]

const LOOK_FOR_MS = 5000

async function dataDir({ dataDir: dir }: Config): Promise<string> {
  await mkdir(dir, { recursive: true })
  await access(dir, constants.W_OK)
  const { bavail, bsize } = await statfs(dir)
  return `${dir}, ${((bavail * bsize) / 2 ** 30).toFixed(1)} GiB free`
}

async function freePort(host: string, port: number): Promise<string> {
  const server = createServer().listen(port, host)
  await once(server, 'listening')
  server.close()
  return port === 0 ? 'any free port' : `${host}:${port} is free`
}

async function reach(url: string): Promise<string> {
  const { hostname, port, protocol } = new URL(url)
  const standard: Record<string, number> = {
    'mqtt:': 1883,
    'mqtts:': 8883,
    'ws:': 80,
    'wss:': 443,
    'http:': 80,
    'https:': 443,
  }
  const socket = connect(Number(port) || (standard[protocol] ?? 1883), hostname)
  await once(socket, 'connect', { signal: AbortSignal.timeout(LOOK_FOR_MS) }).finally(() => socket.destroy())
  return `${hostname}:${socket.remotePort ?? port} answers`
}

async function operations(config: Config): Promise<string> {
  const database = await openDatabase({ dataDir: config.dataDir, url: config.databaseUrl })
  await database.close()
  return config.databaseUrl === undefined ? 'SQLite, schema up to date' : 'PostgreSQL, schema up to date'
}

function checksFor(config: Config): Check[] {
  const { host, mqttUrl, influx } = config
  return [
    ['data folder', () => dataDir(config)],
    ['operations database', () => operations(config)],
    ['HTTP port', () => freePort(host, config.httpPort)],
    mqttUrl === undefined
      ? ['MQTT port', () => freePort(host, config.mqttPort)]
      : ['outside broker', () => reach(mqttUrl)],
    influx === undefined ? ['telemetry store', async () => 'embedded'] : ['InfluxDB', () => reach(influx.url)],
  ]
}

async function examine(config: Config): Promise<boolean> {
  let well = true
  for (const [what, look] of checksFor(config)) {
    const [mark, finding] = await look().then(
      found => ['ok  ', found] as const,
      (error: Error) => ['FAIL', error.message] as const,
    )
    well &&= mark === 'ok  '
    process.stdout.write(`${mark}  ${what.padEnd(20)} ${finding}\n`)
  }
  return well
}

/** `caretaker doctor`: looks at everything the service needs before it is started; exit code 1 when something is wrong. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check the settings, folders, ports and servers the service needs (while it is stopped)')
    .action(async () => {
      process.exitCode = (await examine(readConfig())) ? 0 : 1
    })
}
