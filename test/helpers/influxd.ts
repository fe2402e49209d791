import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from './serverProcess.ts'

export interface Influxd {
  url: string
  /** Where it keeps its data. */
  dir: string
  pid: number
  /** Makes a database. @throws Error with what the server said against it */
  createDatabase(name: string): Promise<void>
  /** Ends the server, its data stays. */
  stop(signal?: NodeJS.Signals): Promise<void>
  /** Starts it again on the same data and the same port. */
  restart(): Promise<void>
  /** Ends it and removes its data. */
  remove(): Promise<void>
}

export interface InfluxdOptions {
  /** Demands a user and password of every request; make the first with `create user … with all privileges`. */
  auth?: boolean
  /** `max-body-size` in bytes. */
  maxBody?: number
  /** Writes what it holds into compressed files after this time without writes; 10 minutes unless told. */
  coldAfter?: string
}

const configuration = (
  dir: string,
  port: number,
  { auth = false, maxBody = 25_000_000, coldAfter = '10m' }: InfluxdOptions,
) => `
reporting-disabled = true
bind-address = "127.0.0.1:0"
[meta]
  dir = "${dir}/meta"
[data]
  dir = "${dir}/data"
  wal-dir = "${dir}/wal"
  query-log-enabled = false
  cache-snapshot-write-cold-duration = "${coldAfter}"
  compact-full-write-cold-duration = "${coldAfter}"
[monitor]
  store-enabled = false
[http]
  bind-address = "127.0.0.1:${port}"
  auth-enabled = ${auth}
  max-body-size = ${maxBody}
  log-enabled = false
[continuous_queries]
  enabled = false
[logging]
  format = "json"
`

const LISTENING = /"Listening on HTTP".*"addr":"127\.0\.0\.1:(\d+)"/

/** InfluxDB 1.x in a folder of its own under the system's temporary one, on a free port. */
export async function startInfluxd(binary: string, options: InfluxdOptions = {}): Promise<Influxd> {
  const dir = await mkdtemp(join(tmpdir(), 'caretaker-influxd-'))
  const config = join(dir, 'influxdb.conf')
  const start = async (port: number) => {
    await writeFile(config, configuration(dir, port, options))
    return startServer(binary, ['-config', config], LISTENING)
  }
  let server = await start(0)
  const port = Number(server.found[1])
  return {
    url: `http://127.0.0.1:${port}`,
    dir,
    get pid() {
      return server.pid
    },
    createDatabase: async name => {
      const q = `create database "${name}"`
      const answer = await fetch(`http://127.0.0.1:${port}/query`, { method: 'POST', body: new URLSearchParams({ q }) })
      const said = await answer.text()
      if (!answer.ok || said.includes('"error"')) throw new Error(`${q}: ${answer.status} ${said}`)
    },
    stop: signal => server.stop(signal),
    restart: async () => {
      await server.stop()
      server = await start(port)
    },
    remove: async () => {
      await server.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
