import { join } from 'node:path'
import { startServer } from '../../../helpers/serverProcess.ts'
import { residentBytes } from '../../child.ts'
import { cpuSeconds } from '../cpu.ts'
import type { Subject } from '../subject.ts'
import { type BenchInflux, DATABASE } from './influx.ts'

const SCRIPT = join(import.meta.dirname, '..', 'bareProcess.ts')

/** The bare path: what Node, aedes and InfluxDB reach with nothing between them. */
export async function startBare(influx: BenchInflux): Promise<Subject> {
  const { pid, found, stop } = await startServer(process.execPath, [SCRIPT, influx.url, DATABASE], /^ready (\d+)$/)
  return {
    port: Number(found[1]),
    settled: async () => undefined,
    cpu: () => ({ own: cpuSeconds(pid), servers: cpuSeconds(influx.pid) }),
    memory: () => residentBytes(pid),
    end: async () => {
      await stop()
      return influx.count()
    },
  }
}
