import { connect, type MqttClient } from 'mqtt'
import type { Entry, Ledger } from './ledger.ts'

/** A gateway that sends for its lifts, connects again by itself, and sends again what was not acknowledged. */
export interface Sender {
  gateway: string
  lifts: readonly string[]
  client: MqttClient
  /** Sends one message; the ledger learns of its PUBACK. */
  send(lift: string, overspeed?: boolean, ts?: number): { entry: Entry; acked: Promise<void> }
  /** Messages without a PUBACK. */
  open(): number
  close(): Promise<void>
}

export interface SenderNeeds {
  port: number
  gateway: string
  password: string
  lifts: readonly string[]
  ledger: Ledger
  keepalive?: number
}

export const payloadOf = ({ ts, value, overspeed }: Entry, more: object = {}): string =>
  JSON.stringify({
    ts,
    ...more,
    metrics: { machineRoomTemperature: value, ...(overspeed && { carDirection: 1, carSpeed: 2.5 }) },
  })

export const topicOf = (gateway: string, lift: string): string => `facility/v1/s1/${gateway}/${lift}/telemetry`

let sessions = 0

export function openSender({ port, gateway, password, lifts, ledger, keepalive = 30 }: SenderNeeds): Sender {
  const session = `s-${process.pid}-${++sessions}`
  let seq = 0
  let open = 0
  const client = connect(`mqtt://127.0.0.1:${port}`, {
    clientId: gateway,
    username: gateway,
    password,
    reconnectPeriod: 150,
    connectTimeout: 5_000,
    keepalive,
  })
  client.on('error', () => undefined)
  return {
    gateway,
    lifts,
    client,
    open: () => open,
    send: (lift, overspeed, ts) => {
      const entry = ledger.send(lift, overspeed, ts)
      open++
      const acked = new Promise<void>(resolve => {
        client.publish(topicOf(gateway, lift), payloadOf(entry, { session, seq: seq++ }), { qos: 1 }, error => {
          open--
          if (!error) ledger.ack(entry)
          resolve()
        })
      })
      return { entry, acked }
    },
    close: () => client.endAsync(true).then(() => undefined),
  }
}

/** Load from several gateways; every so often one more lift becomes too fast. */
export interface Load {
  /** Stops sending; messages under way stay under way. */
  stop(): void
}

export interface LoadOptions {
  /** Messages a second, over all gateways. */
  rate: number
  /** Among so many messages one makes a lift too fast that was not so before; 0 never does. */
  overspeedEvery?: number
}

const TICK_MS = 10
const OPEN_A_GATEWAY = 200

export function startLoad(
  senders: readonly Sender[],
  broken: Set<string>,
  { rate, overspeedEvery = 0 }: LoadOptions,
): Load {
  let sent = 0
  const sendNext = () => {
    const sender = senders[sent % senders.length] as Sender
    if (sender.open() >= OPEN_A_GATEWAY) return
    const turn = Math.floor(sent / senders.length)
    sent++
    const fresh =
      overspeedEvery > 0 && sent % overspeedEvery === 0 ? sender.lifts.find(lift => !broken.has(lift)) : undefined
    if (fresh !== undefined) broken.add(fresh)
    sender.send(fresh ?? (sender.lifts[turn % sender.lifts.length] as string), fresh !== undefined)
  }
  let due = 0
  let before = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    due = Math.min(due + ((now - before) / 1000) * rate, rate / 2)
    before = now
    for (; due >= 1; due--) sendNext()
  }, TICK_MS)
  return { stop: () => clearInterval(timer) }
}
