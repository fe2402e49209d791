import type { Estate } from './estate.ts'
import type { Subject } from './subject.ts'
import { startBare } from './subjects/bare.ts'
import { startCaretaker } from './subjects/caretaker.ts'
import { type BenchInflux, startInflux } from './subjects/influx.ts'
import { startNodeRed } from './subjects/nodeRed.ts'

/** What is compared, each started anew with an empty store. @returns the subject, or why it is not there */
export const VARIANTS = {
  embedded: { title: 'Caretaker, embedded store', start: (estate: Estate) => startCaretaker(estate) },
  influx: {
    title: 'Caretaker, InfluxDB 1',
    start: (estate: Estate) => withInflux(influx => startCaretaker(estate, { influx })),
  },
  'no-rules': {
    title: 'Caretaker without rules, embedded store',
    start: (estate: Estate) => startCaretaker(estate, { rules: false }),
  },
  bare: { title: 'bare path, InfluxDB 1', start: () => withInflux(startBare) },
  'node-red': { title: 'Node-RED with batch node, InfluxDB 1', start: () => withInflux(startNodeRed) },
} satisfies Record<string, { title: string; start(estate: Estate): Promise<Subject | string> }>

export type Variant = keyof typeof VARIANTS

export const isVariant = (name: string): name is Variant => Object.hasOwn(VARIANTS, name)

async function withInflux(start: (influx: BenchInflux) => Promise<Subject | string>): Promise<Subject | string> {
  const influx = await startInflux()
  if (influx === undefined) return 'influxd is not installed'
  const subject = await start(influx).catch(async error => {
    await influx.remove()
    throw error
  })
  if (typeof subject === 'string') {
    await influx.remove()
    return subject
  }
  return {
    ...subject,
    end: async () => {
      const stored = await subject.end()
      await influx.remove()
      return stored
    },
  }
}
