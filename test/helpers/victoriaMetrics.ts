import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from './freePort.ts'
import { startServer } from './serverProcess.ts'

export interface VictoriaMetrics {
  url: string
  /** Ends it and removes its data. */
  remove(): Promise<void>
}

/** Its log says "starting" before the port is open, and nothing afterwards. */
async function answers(url: string): Promise<void> {
  while (!(await fetch(`${url}/health`).catch(() => undefined))?.ok) await pause(10)
}

/** VictoriaMetrics, which takes InfluxDB 2's `/api/v2/write`, in a temporary folder on a free port. */
export async function startVictoriaMetrics(binary: string, flags: readonly string[] = []): Promise<VictoriaMetrics> {
  const dir = await mkdtemp(join(tmpdir(), 'caretaker-vm-'))
  const port = await freePort()
  const args = [`-httpListenAddr=127.0.0.1:${port}`, `-storageDataPath=${dir}`, ...flags]
  const server = await startServer(binary, args, /starting http server/)
  const url = `http://127.0.0.1:${port}`
  await answers(url)
  return {
    url,
    remove: async () => {
      await server.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
