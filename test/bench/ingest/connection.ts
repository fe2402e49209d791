import { connect, type Socket } from 'node:net'
import { generate } from 'mqtt-packet'
import { upTopic } from '#domain/topics.ts'
import type { SenderPlan } from './load.ts'

/** One gateway's MQTT connection that costs little: packets are put together by hand, PUBACKs only counted. */
export interface GatewayConnection {
  /** Sends so many messages in one write, fewer when too many wait for their answer. */
  send(count: number): void
  sent(): number
  /** Messages without an answer. */
  open(): number
  /** Called after each read that held an answer. */
  onAnswers(listener: (() => void) | undefined): void
  /** Told how long each answer took, in milliseconds. */
  note(listener: (ms: number) => void): void
}

interface ConnectionPlan extends Pick<SenderPlan, 'port' | 'site'> {
  gateway: SenderPlan['gateways'][number]
}

/** In flight at most; message ids go round in these. */
const IDS = 4_096
const KEEPALIVE_S = 290
const PUBLISH_QOS_1 = 0x32
const PUBACK_BYTES = 4

const METRICS = ['voltageL1N', 'voltageL2N', 'voltageL3N', 'currentL1', 'currentL2', 'currentL3']

/** Six metrics of a healthy feeder circuit, each other than before. */
function payload(ts: number, turn: number): string {
  let text = `{"ts":${ts},"metrics":{`
  for (let i = 0; i < METRICS.length; i++)
    text += `${i === 0 ? '' : ','}"${METRICS[i]}":${(i < 3 ? 219 : 80) + ((turn * (i + 3)) % 40) / 10}`
  return `${text}}}`
}

function publish(topic: string, id: number, body: string): Buffer {
  const length = 4 + topic.length + body.length
  const packet = Buffer.allocUnsafe(3 + length)
  packet[0] = PUBLISH_QOS_1
  packet[1] = (length % 128) | 0x80
  packet[2] = length >> 7
  packet.writeUInt16BE(topic.length, 3)
  packet.write(topic, 5, 'latin1')
  packet.writeUInt16BE(id, 5 + topic.length)
  packet.write(body, 7 + topic.length, 'latin1')
  return packet
}

/** Reads PUBACKs out of a stream that may cut them anywhere. */
function createAnswerReader(answered: (id: number) => void) {
  let rest: Buffer = Buffer.alloc(0)
  return (chunk: Buffer): void => {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    let at = 0
    for (; at + PUBACK_BYTES <= bytes.length; at += PUBACK_BYTES) answered(bytes.readUInt16BE(at + 2))
    rest = bytes.subarray(at)
  }
}

async function signIn({ port, gateway: { id, password } }: ConnectionPlan): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  const login = { username: id, password: Buffer.from(password) }
  socket.write(generate({ cmd: 'connect', clientId: id, keepalive: KEEPALIVE_S, clean: true, ...login }))
  const answer = await new Promise<Buffer>((resolve, reject) => {
    socket.once('data', resolve)
    socket.once('error', reject)
    socket.once('close', () => reject(new Error(`${id} was not let in`)))
  })
  if (answer[0] !== 0x20 || answer[3] !== 0) throw new Error(`${id} was refused with ${answer[3]}`)
  socket.removeAllListeners('close')
  socket.on('close', () => {
    throw new Error(`the connection of ${id} was closed`)
  })
  return socket
}

export async function createConnection(plan: ConnectionPlan): Promise<GatewayConnection> {
  const { site, gateway } = plan
  const topics = gateway.equipment.map(equipment =>
    upTopic({ kind: 'telemetry', site, gateway: gateway.id, equipment }),
  )
  const newest = new Float64Array(topics.length)
  const sentAt = new Float64Array(IDS)
  let [sent, open] = [0, 0]
  let heard: (() => void) | undefined
  let took: (ms: number) => void = () => undefined

  const socket = await signIn(plan)
  const read = createAnswerReader(id => {
    open -= 1
    took(performance.now() - (sentAt[id - 1] ?? 0))
  })
  socket.on('data', chunk => {
    read(chunk)
    heard?.()
  })

  const next = (now: number, at: number): Buffer => {
    const which = sent % topics.length
    const ts = Math.max(now, (newest[which] ?? 0) + 1)
    newest[which] = ts
    const id = (sent % IDS) + 1
    sentAt[id - 1] = at
    sent += 1
    open += 1
    return publish(topics[which] as string, id, payload(ts, sent))
  }
  return {
    send: count => {
      const [now, at] = [Date.now(), performance.now()]
      const packets = Array.from({ length: Math.min(count, IDS - open) }, () => next(now, at))
      if (packets.length > 0) socket.write(packets.length === 1 ? (packets[0] as Buffer) : Buffer.concat(packets))
    },
    sent: () => sent,
    open: () => open,
    onAnswers: listener => {
      heard = listener
    },
    note: listener => {
      took = listener
    },
  }
}
