import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export const PASSWORD = 'bench-administrator'

/** The product in a process of its own, as people run it. */
export interface ServiceChild {
  http: number
  mqtt: number
  pid: number
  /** Milliseconds from the start of the process to its ready line. */
  readyMs: number
  /** Resident memory, bytes. */
  memory(): number
  stop(): Promise<void>
}

async function readyLine(child: ChildProcess): Promise<{ http: number; mqtt: number }> {
  if (!child.stdout) throw new Error('no output')
  for await (const line of createInterface(child.stdout)) {
    if (!line.startsWith('{"event":"ready"')) continue
    child.stdout.resume()
    return JSON.parse(line)
  }
  throw new Error(`the service ended with ${child.exitCode}`)
}

export const residentBytes = (pid: number | undefined): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024

export interface ChildOptions {
  /** Removed at the end unless it was given. */
  dataDir?: string
  env?: Readonly<Record<string, string>>
  /** What is run in place of the product's command line. */
  script?: string
  /** For Node itself: `--cpu-prof`. */
  nodeArgs?: readonly string[]
}

const CLI = 'cli/caretaker.js'

/** Starts `caretaker serve` or `caretaker demo` on free ports, in a folder of its own unless one is given. */
export async function startChild(command: 'serve' | 'demo', options: ChildOptions = {}): Promise<ServiceChild> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'caretaker-bench-')))
  const env = {
    ...process.env,
    DATA_DIR: dataDir,
    HTTP_PORT: '0',
    MQTT_PORT: '0',
    LOG_LEVEL: 'error',
    ADMIN_PASSWORD: PASSWORD,
    ...options.env,
  }
  const args = [...(options.nodeArgs ?? []), options.script ?? CLI, command]
  const began = performance.now()
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = once(child, 'exit')
  const { http, mqtt } = await readyLine(child)
  return {
    ...{ http, mqtt, pid: child.pid ?? 0, readyMs: performance.now() - began },
    memory: () => residentBytes(child.pid),
    stop: async () => {
      child.kill('SIGTERM')
      await gone
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
    },
  }
}
