import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import { startChild } from '../../child.ts'
import { cpuSeconds } from '../cpu.ts'
import type { Estate } from '../estate.ts'
import { METRICS_A_MESSAGE, type Stored, type Subject } from '../subject.ts'
import { type BenchInflux, DATABASE } from './influx.ts'

export interface CaretakerOptions {
  /** Without it readings go to the embedded store. */
  influx?: BenchInflux
  /** False takes the rules out. */
  rules?: boolean
  nodeArgs?: readonly string[]
}

const LAG = /^caretaker_spool_lag_records\{reader="(\w+)"\} (\d+)$/gm
/** The rules' cursor waits for their next checkpoint; this is what they have not looked at. */
const RULES_LAG = /^caretaker_rules_lag_records (\d+)$/m

async function lagsOf(http: number): Promise<Record<string, number>> {
  const text = await (await fetch(`http://127.0.0.1:${http}/metrics`)).text()
  const cursors = [...text.matchAll(LAG)].map(([, reader = '', records]) => [reader, Number(records)] as const)
  return { ...Object.fromEntries(cursors), rules: Number(RULES_LAG.exec(text)?.[1]) }
}

async function countEmbedded(dataDir: string): Promise<Stored> {
  const duckdb = await DuckDBInstance.create(join(dataDir, 'telemetry.duckdb'))
  const connection = await duckdb.connect()
  const answer = await connection.runAndReadAll(
    'select count(*), sum(n) from (select count(*) as n from reading group by series, ts)',
  )
  const [distinct, rows] = (answer.getRows()[0] ?? []).map(Number)
  connection.closeSync()
  duckdb.closeSync()
  return { messages: (distinct ?? 0) / METRICS_A_MESSAGE, double: (rows ?? 0) - (distinct ?? 0) }
}

const SERVICE = join(import.meta.dirname, '..', 'serviceProcess.ts')

const influxEnv = (url: string) => ({ INFLUX_URL: url, INFLUX_VERSION: '1', INFLUX_DATABASE: DATABASE })

export interface Caretaker extends Subject {
  /** Records in the spool that each reader has not passed. */
  lags(): Promise<Record<string, number>>
}

/** The whole product, as people run it. */
export async function startCaretaker(estate: Estate, options: CaretakerOptions = {}): Promise<Caretaker> {
  const { influx, rules = true, nodeArgs = [] } = options
  const dataDir = await estate.copy()
  const child = await startChild('serve', {
    ...{ dataDir, nodeArgs, env: influx ? influxEnv(influx.url) : {} },
    ...(!rules && { script: SERVICE }),
  })
  const lags = () => lagsOf(child.http)
  return {
    port: child.mqtt,
    lags,
    settled: async () => {
      while (Object.values(await lags()).some(records => records > 0)) await sleep(20)
    },
    cpu: () => ({ own: cpuSeconds(child.pid), servers: influx ? cpuSeconds(influx.pid) : 0 }),
    memory: child.memory,
    end: async () => {
      await child.stop()
      const stored = influx ? await influx.count() : await countEmbedded(dataDir)
      await rm(dataDir, { recursive: true, force: true })
      return stored
    },
  }
}
