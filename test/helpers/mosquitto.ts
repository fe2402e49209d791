import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './freePort.ts'
import { type StartedServer, startServer } from './serverProcess.ts'

/** Debian's mosquitto, open to everybody, with the limits of our own configuration. */
export interface Mosquitto {
  url: string
  /** 0 while it is stopped. */
  pid(): number
  start(): Promise<void>
  stop(signal?: NodeJS.Signals): Promise<void>
  /** Loses sessions and retained messages; while it is stopped. */
  forget(): Promise<void>
  /** Ends it and removes its data. */
  remove(): Promise<void>
}

/** Prepares a broker on a free port with a folder of its own; `start` starts it. `log` is what it says of its work. */
export async function prepareMosquitto(binary: string, { log = 'all', persistence = true } = {}): Promise<Mosquitto> {
  const dir = await mkdtemp(join(tmpdir(), 'caretaker-mosquitto-'))
  const port = await freePort()
  const configuration = join(dir, 'mosquitto.conf')
  const lines = [
    `listener ${port} 127.0.0.1`,
    'allow_anonymous true',
    `persistence ${persistence}`,
    `persistence_location ${dir}/`,
    'autosave_on_changes true',
    'autosave_interval 1',
    'set_tcp_nodelay true',
    'max_queued_messages 0',
    'max_inflight_messages 1000',
    'user root',
    `log_type ${log}`,
  ]
  await writeFile(configuration, `${lines.join('\n')}\n`)
  let server: StartedServer | undefined
  const stop = async (signal?: NodeJS.Signals) => {
    await server?.stop(signal)
    server = undefined
  }
  return {
    url: `mqtt://127.0.0.1:${port}`,
    start: async () => {
      server = await startServer(binary, ['-c', configuration], /mosquitto version \S+ running/)
    },
    pid: () => server?.pid ?? 0,
    stop,
    forget: () => rm(join(dir, 'mosquitto.db'), { force: true }),
    remove: async () => {
      await stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
