import type { MqttClient } from 'mqtt'
import type { Outbox } from './outbox.ts'

/** A message that is sent with QoS 1 until it is acknowledged; its payload is fixed when it is first sent. */
export interface Outgoing {
  topic: string
  payload(): string
}

interface SenderStats {
  published: number
  acknowledged: number
}

/** Publishes from an outbox over one connection at a time, with a bounded number of unacknowledged messages. */
export function createSender(outbox: Outbox<Outgoing>, window: number) {
  const inFlight = new Set<Outgoing>()
  const stats: SenderStats = { published: 0, acknowledged: 0 }
  let client: MqttClient | undefined
  let waiters: { atMost: number; resolve(): void }[] = []
  const pending = () => inFlight.size + outbox.size()

  const settle = (over: MqttClient, message: Outgoing, error: Error | null | undefined) => {
    if (over !== client || error) return
    inFlight.delete(message)
    stats.acknowledged++
    pump()
  }
  const pump = () => {
    const over = client
    while (over?.connected && inFlight.size < window) {
      const message = outbox.take()
      if (!message) break
      inFlight.add(message)
      stats.published++
      over.publish(message.topic, message.payload(), { qos: 1 }, error => settle(over, message, error))
    }
    const met = waiters.filter(w => pending() <= w.atMost)
    waiters = waiters.filter(w => !met.includes(w))
    for (const { resolve } of met) resolve()
  }
  return {
    stats,
    pump,
    /** Goes on over this connection. */
    use: (next: MqttClient) => {
      client = next
      pump()
    },
    /** The connection is lost: what was not acknowledged is sent again over the next one. */
    lose: () => {
      client = undefined
      outbox.putBack([...inFlight])
      inFlight.clear()
    },
    /** Messages that are not acknowledged yet. */
    pending,
    /** Resolves when at most so many messages are not acknowledged yet. */
    settled: (atMost: number): Promise<void> =>
      new Promise(resolve => {
        waiters.push({ atMost, resolve })
        pump()
      }),
  }
}
