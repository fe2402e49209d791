import { createServer } from 'node:net'
import { Aedes } from 'aedes'

// The least that stands between a device and InfluxDB: aedes, six range checks, line protocol, batches of 5,000 messages
// or 20 ms. PUBACK goes out when InfluxDB answered 204. No spool, registry, rules or limits.

const BATCH = 5_000
const BATCH_MS = 20
const LIMITS = [0, 10_000] as const

const [, , influx = '', database = ''] = process.argv

interface Waiting {
  line: string
  done(error: Error | null): void
}

function toLine(topic: string, payload: Buffer): string {
  const { ts, metrics } = JSON.parse(payload.toString()) as { ts: number; metrics: Record<string, number> }
  const equipment = topic.split('/')[4]
  let fields = ''
  for (const name in metrics) {
    const value = metrics[name] as number
    if (!(value >= LIMITS[0] && value <= LIMITS[1])) throw new Error(`${name} is out of range`)
    fields += `${fields && ','}${name}=${value}`
  }
  return `reading,equipment=${equipment} ${fields} ${ts}\n`
}

let waiting: Waiting[] = []
let timer: NodeJS.Timeout | undefined

async function write(): Promise<void> {
  clearTimeout(timer)
  timer = undefined
  const batch = waiting
  waiting = []
  const body = batch.map(({ line }) => line).join('')
  const answer = await fetch(`${influx}/write?db=${database}&precision=ms`, { method: 'POST', body })
  const error = answer.status === 204 ? null : new Error(await answer.text())
  for (const { done } of batch) done(error)
}

const aedes = await Aedes.createBroker({
  concurrency: 0,
  authorizePublish: (_client, { topic, payload }, done) => {
    waiting.push({ line: toLine(topic, payload as Buffer), done })
    if (waiting.length >= BATCH) void write()
    else timer ??= setTimeout(write, BATCH_MS)
  },
})
const server = createServer(aedes.handle).listen(0, '127.0.0.1', () => {
  process.stdout.write(`ready ${(server.address() as { port: number }).port}\n`)
})
