import { spawn, spawnSync } from 'node:child_process'
import { chownSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { freePort } from './freePort.ts'

export interface TestPostgres {
  /** The address of an empty database of its own. */
  fresh(): Promise<string>
  /** Stops the server at once, as a crash would; `start` brings it back with what was committed. */
  kill(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

/** PostgreSQL refuses to run as root: then it runs as the user that Debian's package makes. */
function serverUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const [uid, gid] = ['-u', '-g'].map(flag => Number(spawnSync('id', [flag, 'postgres']).stdout))
  return { uid: uid ?? 0, gid: gid ?? 0 }
}

async function untilReady(url: string, exited: Promise<never>): Promise<void> {
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 })
    const connected = client.connect().then(
      () => true,
      () => false,
    )
    if (await Promise.race([connected, exited])) return await client.end()
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

/**
 * Starts a real PostgreSQL in an empty folder on a free port; `postgres` is the path of its binary. Tests need no power
 * cut to be survived; a benchmark asks for a `durable` one, whose commits reach the disk.
 */
export async function startPostgres(postgres: string, { durable = false } = {}): Promise<TestPostgres> {
  const user = serverUser()
  const folder = await mkdtemp(join(tmpdir(), 'caretaker-postgres-'))
  if (user) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const made = spawnSync(
    join(postgres, '..', 'initdb'),
    ['-D', data, '-A', 'trust', '-U', 'postgres', '-N', '-E', 'UTF8'],
    {
      ...user,
      cwd: folder,
    },
  )
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`)
  const port = await freePort()
  const settings = [
    `fsync=${durable ? 'on' : 'off'}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
  ]
  const url = (name: string) => `postgresql://postgres@127.0.0.1:${port}/${name}`
  const launch = async () => {
    const args = ['-D', data, '-p', `${port}`, ...settings.flatMap(s => ['-c', s])]
    const process = spawn(postgres, args, { ...user, cwd: folder, stdio: 'ignore' })
    const exit = new Promise<void>(resolve => process.once('exit', () => resolve()))
    const early = exit.then(() => Promise.reject(new Error('PostgreSQL ended before it was ready')))
    await untilReady(url('postgres'), early)
    return { process, exit }
  }
  let server = await launch()
  let count = 0
  return {
    fresh: async () => {
      const name = `test_${++count}`
      const client = new pg.Client({ connectionString: url('postgres') })
      await client.connect()
      await client.query(`create database ${name}`)
      await client.end()
      return url(name)
    },
    kill: async () => {
      server.process.kill('SIGQUIT')
      await server.exit
    },
    start: async () => {
      server = await launch()
    },
    stop: async () => {
      server.process.kill('SIGINT')
      await server.exit
      await rm(folder, { recursive: true, force: true })
    },
  }
}
