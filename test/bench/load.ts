import { connectAsync, type MqttClient } from 'mqtt'
import { upTopic } from '#domain/topics.ts'

/** What the load is: sent by the bench, in a process of its own so that it does not slow down what is measured. */
export interface LoadPlan {
  url: string
  site: string
  gateways: { id: string; password: string; equipment: string[] }[]
  perSecond: number
}

export interface LoadReport {
  seconds: number
  published: number
  acknowledged: number
  /** Milliseconds from publish to PUBACK. */
  ackMs: number[]
}

const TICK_MS = 10

const reading = (turn: number) => ({
  ts: Date.now(),
  metrics: {
    breakerState: 1,
    ...{ voltageL1N: 221 + (turn % 7) / 10, voltageL2N: 222, voltageL3N: 223 },
    ...{ currentL1: 80 + (turn % 50), currentL2: 82, currentL3: 79, activePower: 51.5 },
  },
})

async function run(plan: LoadPlan): Promise<() => LoadReport> {
  const clients = await Promise.all(
    plan.gateways.map(({ id, password }) => connectAsync(plan.url, { clientId: id, username: id, password })),
  )
  const report: LoadReport = { seconds: 0, published: 0, acknowledged: 0, ackMs: [] }
  const began = performance.now()
  const publish = (turn: number) => {
    const at = turn % clients.length
    const { id, equipment } = plan.gateways[at] ?? { id: '', equipment: [] }
    const one = equipment[Math.floor(turn / clients.length) % equipment.length] ?? ''
    const sentAt = performance.now()
    const topic = upTopic({ kind: 'telemetry', site: plan.site, gateway: id, equipment: one })
    ;(clients[at] as MqttClient).publish(topic, JSON.stringify(reading(turn)), { qos: 1 }, error => {
      if (error) return
      report.acknowledged++
      report.ackMs.push(performance.now() - sentAt)
    })
    report.published++
  }
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - began) * plan.perSecond) / 1000)
    while (report.published < due) publish(report.published)
  }, TICK_MS)
  return () => {
    clearInterval(timer)
    for (const client of clients) client.end(true)
    return { ...report, seconds: (performance.now() - began) / 1000 }
  }
}

process.once('message', async plan => {
  const end = await run(plan as LoadPlan)
  process.send?.('running')
  process.once('message', () => process.send?.(end(), undefined, {}, () => process.exit(0)))
})
