import { type Influxd, startInfluxd } from '../../../helpers/influxd.ts'
import { requireBinary } from '../../../helpers/realServer.ts'
import type { Stored } from '../subject.ts'
import { METRICS_A_MESSAGE } from '../subject.ts'

export const DATABASE = 'bench'

/** Debian's InfluxDB 1, with an empty database. */
export interface BenchInflux extends Influxd {
  /** Points of each field, the fewest of all: two points of one series at one time are one. */
  messages(): Promise<number>
  count(): Promise<Stored>
}

/** Undefined where InfluxDB is not installed. */
export async function startInflux(): Promise<BenchInflux | undefined> {
  const binary = requireBinary('influxd')
  if (binary === undefined) return undefined
  const server = await startInfluxd(binary)
  const ask = async (q: string) => {
    const answer = await fetch(`${server.url}/query?db=${DATABASE}`, {
      method: 'POST',
      body: new URLSearchParams({ q }),
    })
    return (await answer.json()) as { results: { series?: { values: unknown[][] }[] }[] }
  }
  await ask(`create database ${DATABASE}`)
  const messages = async (): Promise<number> => {
    const { results } = await ask('select count(*) from /.*/')
    const counts = (results[0]?.series?.[0]?.values[0] ?? []).slice(1).map(Number)
    return counts.length < METRICS_A_MESSAGE ? 0 : Math.min(...counts)
  }
  return Object.assign(Object.create(server), {
    messages,
    count: async () => ({ messages: await messages(), double: 0 }),
  })
}
