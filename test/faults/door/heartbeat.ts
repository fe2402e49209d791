import type { MqttClient } from 'mqtt'

/** Publishes one message after the other with QoS 1 until told to stop, and tells how long each PUBACK took. */
export function startHeartbeat(client: MqttClient, topic: string) {
  const latencies: number[] = []
  let stopped = false
  const beating = (async () => {
    for (let seq = 0; !stopped; seq++) {
      const since = performance.now()
      await client.publishAsync(topic, JSON.stringify({ seq }), { qos: 1 })
      latencies.push(performance.now() - since)
      await new Promise(resolve => setTimeout(resolve, 5))
    }
  })()
  return async () => {
    stopped = true
    await beating
    const sorted = latencies.toSorted((a, b) => a - b)
    return { beats: sorted.length, p99: sorted[Math.floor(sorted.length * 0.99)] ?? Number.POSITIVE_INFINITY }
  }
}
