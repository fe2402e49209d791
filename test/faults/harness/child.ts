import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ADMIN_PASSWORD } from '../../helpers/service.ts'
import type { Plan } from './plan.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const KEPT_LINES = 60

export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

/** A service that runs as a process of its own. */
export interface ServiceChild {
  http: number
  mqtt: number
  pid: number
  /** From spawn to the ready line. */
  readyMs: number
  exited: Promise<Exit>
  alive(): boolean
  /** Ends it by this signal and waits until it is gone. */
  end(signal: NodeJS.Signals): Promise<Exit>
  said(): string
}

export class NotReady extends Error {
  readonly exit: Exit
  constructor(exit: Exit, said: string) {
    super(`the service ended with ${exit.code ?? exit.signal}:\n${said}`)
    this.exit = exit
  }
}

export interface ChildOptions {
  dataDir: string
  env?: Record<string, string>
  ports?: { http: number; mqtt: number }
  plan?: Plan
  /** `serve` unless told. */
  command?: 'serve' | 'ingest'
}

function spawnService({ dataDir, env, ports, plan, command: name = 'serve' }: ChildOptions): ChildProcess {
  const command = plan
    ? [join(ROOT, 'test/faults/serviceProcess.ts'), JSON.stringify(plan)]
    : [join(ROOT, 'cli/caretaker.js'), name]
  return spawn(process.execPath, command, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      DATA_DIR: dataDir,
      HTTP_PORT: `${ports?.http ?? 0}`,
      MQTT_PORT: `${ports?.mqtt ?? 0}`,
      ADMIN_PASSWORD,
      LOG_LEVEL: 'warn',
      ...env,
    },
  })
}

/** Starts the service and waits for its ready line. @throws NotReady when it ends before */
export async function startChild(options: ChildOptions): Promise<ServiceChild> {
  const startedAt = performance.now()
  const child = spawnService(options)
  const lines: string[] = []
  const exited = once(child, 'exit').then(([code, signal]): Exit => ({ code, signal }))
  const ready = new Promise<{ http?: number; mqtt?: number | null }>(resolve => {
    for (const stream of [child.stdout, child.stderr])
      if (stream)
        createInterface(stream).on('line', line => {
          if (line.startsWith('{"event":"ready"')) resolve(JSON.parse(line))
          lines.push(line)
          if (lines.length > KEPT_LINES) lines.shift()
        })
  })
  const said = () => lines.join('\n')
  const died = exited.then(exit => {
    throw new NotReady(exit, said())
  })
  died.catch(() => undefined)
  const { http, mqtt } = await Promise.race([ready, died])
  const alive = () => child.exitCode === null && child.signalCode === null
  return {
    http: http ?? 0,
    mqtt: mqtt ?? 0,
    pid: child.pid as number,
    readyMs: performance.now() - startedAt,
    exited,
    alive,
    end: signal => {
      if (alive()) child.kill(signal)
      return exited
    },
    said,
  }
}
