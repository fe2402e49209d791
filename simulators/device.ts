import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { MqttClient } from 'mqtt'
import type { Log } from '#domain/log.ts'
import type { DeviceEvent, GatewayBirth, Telemetry } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'
import { upTopic } from '#domain/topics.ts'
import { batches, type Sample } from './batches.ts'
import { comeBack } from './comeBack.ts'
import { type GatewayLogin, openConnection } from './connection.ts'
import { createOutbox } from './outbox.ts'
import type { Random } from './random.ts'
import { createSender, type Outgoing } from './sender.ts'

export interface DeviceNeeds {
  url: string
  gateway: GatewayLogin
  /** What hangs on it; without it no birth is published. */
  equipment?: GatewayBirth['equipment']
  now(): Millis
  random: Random
  log: Log
}

export interface DeviceStats {
  connected: boolean
  published: number
  acknowledged: number
  waiting: number
  dropped: number
  reconnects: number
}

/** A gateway's side of the contract (§1): birth, life sign, Will, and telemetry with QoS 1. */
export interface Device {
  send(equipment: string, samples: readonly Sample[]): void
  /** A fault that the controller itself reports. */
  report(equipment: string, event: DeviceEvent): void
  /** Resolves when at most so many messages wait for their PUBACK. */
  settled(atMost: number): Promise<void>
  stats(): DeviceStats
  stop(): Promise<void>
}

/** Messages kept while there is no connection. */
const QUEUE = 5_000
const WINDOW = 50
const GOODBYE_WITHIN_MS = 1_000

interface Session {
  id: string
  seq: number
}

const topicsOf = ({ id, site }: GatewayLogin) => ({
  state: upTopic({ kind: 'state', site, gateway: id }),
  birth: upTopic({ kind: 'birth', site, gateway: id }),
  of: (kind: 'telemetry' | 'event', equipment: string) => upTopic({ kind, site, gateway: id, equipment }),
})

/** Opens a connection with its own session, and says what hangs on it. */
async function beBorn(needs: DeviceNeeds, session: string): Promise<MqttClient> {
  const { gateway, equipment, now } = needs
  const { state, birth } = topicsOf(gateway)
  const say = (online: boolean) => JSON.stringify({ online, session, ts: now() })
  const client = await openConnection(needs.url, gateway, {
    topic: state,
    payload: Buffer.from(say(false)),
    qos: 1,
    retain: true,
  })
  client.publish(state, say(true), { qos: 1, retain: true })
  if (equipment) client.publish(birth, JSON.stringify({ session, ts: now(), equipment }), { qos: 1, retain: true })
  return client
}

/** Signs off in words: a clean DISCONNECT sends no Will. */
async function sayGoodbye(client: MqttClient, topic: string, session: string, now: Millis) {
  const said = client.publishAsync(topic, JSON.stringify({ online: false, session, ts: now }), { qos: 1, retain: true })
  await Promise.race([said.catch(() => undefined), sleep(GOODBYE_WITHIN_MS, undefined, { ref: false })])
  await client.endAsync()
}

/**
 * Connects a gateway.
 * @throws CodedError BROKER_REFUSED, BROKER_UNREACHABLE when the first connection does not come about
 */
export async function connectDevice(needs: DeviceNeeds): Promise<Device> {
  const topics = topicsOf(needs.gateway)
  const outbox = createOutbox<Outgoing>(QUEUE)
  const sender = createSender(outbox, WINDOW)
  const ending = new AbortController()
  let session: Session = { id: randomUUID(), seq: 0 }
  let connections = 0
  let client: MqttClient | undefined

  const open = async () => {
    session = { id: randomUUID(), seq: 0 }
    const opened = await beBorn(needs, session.id)
    client = opened
    connections++
    sender.use(opened)
    return opened
  }
  const lost = () => {
    client = undefined
    sender.lose()
  }
  const outgoing = (equipment: string, samples: readonly Sample[]): Outgoing => {
    let payload: string | undefined
    const stamp = (sample: Sample): Telemetry => ({
      ...sample,
      session: session.id,
      seq: session.seq++,
    })
    return {
      topic: topics.of('telemetry', equipment),
      payload: () => {
        payload ??= JSON.stringify(samples.length === 1 && samples[0] ? stamp(samples[0]) : samples.map(stamp))
        return payload
      },
    }
  }

  const refused = (error: Error) => needs.log.warn({ gateway: needs.gateway.id, err: error.message }, 'no connection')
  const life = comeBack(await open(), ending.signal, { open, lost, refused, random: needs.random })
  return {
    send: (equipment, samples) => {
      for (const batch of batches(samples)) outbox.push(outgoing(equipment, batch))
      sender.pump()
    },
    report: (equipment, event) => {
      outbox.push({ topic: topics.of('event', equipment), payload: () => JSON.stringify(event) })
      sender.pump()
    },
    settled: sender.settled,
    stats: () => ({
      connected: client?.connected ?? false,
      ...sender.stats,
      waiting: sender.pending(),
      dropped: outbox.dropped(),
      reconnects: connections - 1,
    }),
    stop: async () => {
      ending.abort()
      await life
      if (client?.connected) await sayGoodbye(client, topics.state, session.id, needs.now())
    },
  }
}
