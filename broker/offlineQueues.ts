import { Readable } from 'node:stream'
import type { AedesPublishPacket } from 'aedes'
import type { DoorLimits } from './limits.ts'

type QueueLimits = Pick<DoorLimits, 'offlineMessages' | 'offlineBytes' | 'offlineTotalBytes' | 'offlineMs'>
type Packet = Pick<AedesPublishPacket, 'brokerId' | 'brokerCounter' | 'topic' | 'payload' | 'qos' | 'dup'> & {
  cmd: string
  messageId?: number | undefined
}
interface Waiting {
  packet: Packet
  bytes: number
  since: number
}
interface Queue {
  waiting: Waiting[]
  bytes: number
}
type Owner = { id: string }

const hasId =
  (messageId: number | undefined) =>
  ({ packet }: Waiting): boolean =>
    messageId !== undefined && packet.messageId === messageId
const isDelivery =
  ({ brokerId, brokerCounter }: Packet) =>
  ({ packet }: Waiting): boolean =>
    packet.brokerId === brokerId && packet.brokerCounter === brokerCounter

/** One queue a client; the oldest goes first when a limit is reached, because the newest says how things are. */
function createQueues(limits: QueueLimits, now: () => number) {
  const queues = new Map<string, Queue>()
  let bytes = 0
  let dropped = 0

  const remove = (id: string, queue: Queue, index: number): Waiting | undefined => {
    const [gone] = queue.waiting.splice(index, 1)
    queue.bytes -= gone?.bytes ?? 0
    bytes -= gone?.bytes ?? 0
    if (queue.waiting.length === 0) queues.delete(id)
    return gone
  }
  const isOver = ({ waiting, bytes: mine }: Queue): boolean =>
    waiting.length > limits.offlineMessages ||
    mine > limits.offlineBytes ||
    bytes > limits.offlineTotalBytes ||
    (waiting[0] !== undefined && now() - waiting[0].since > limits.offlineMs)
  const trim = (id: string, queue: Queue): void => {
    while (queue.waiting.length > 0 && isOver(queue)) {
      remove(id, queue, 0)
      dropped += 1
    }
  }
  const enqueue = (id: string, packet: Packet): void => {
    const queue = queues.get(id) ?? { waiting: [], bytes: 0 }
    queues.set(id, queue)
    const size = packet.topic.length + packet.payload.length
    queue.waiting.push({ packet: { ...packet, messageId: undefined }, bytes: size, since: now() })
    queue.bytes += size
    bytes += size
    trim(id, queue)
  }
  return {
    enqueue,
    remove,
    trim,
    of: (id: string) => queues.get(id),
    forget: (id: string): void => {
      bytes -= queues.get(id)?.bytes ?? 0
      queues.delete(id)
    },
    counts: () => ({
      messages: [...queues.values()].reduce((sum, { waiting }) => sum + waiting.length, 0),
      bytes,
      dropped,
    }),
  }
}

/**
 * What waits for the acknowledgement of subscribers with a persistent session, absent or not: in order, bounded in
 * number, size and age.
 * @param now milliseconds
 */
export function createOfflineQueues(limits: QueueLimits, now: () => number) {
  const { enqueue, ...queues } = createQueues(limits, now)

  const update = ({ id }: Owner, packet: Packet): void => {
    const waiting = queues.of(id)?.waiting ?? []
    // What was dropped meanwhile is delivered all the same, so a missing entry is no error.
    const entry = waiting.find(packet.cmd === 'pubrel' ? hasId(packet.messageId) : isDelivery(packet))
    if (entry && packet.cmd === 'pubrel') entry.packet = packet
    else if (entry) entry.packet.messageId = packet.messageId
  }
  const clear = ({ id }: Owner, packet: Packet): Packet | undefined => {
    const queue = queues.of(id)
    if (!queue) return undefined
    const index = queue.waiting.findIndex(packet.messageId === undefined ? isDelivery(packet) : hasId(packet.messageId))
    return index < 0 ? undefined : queues.remove(id, queue, index)?.packet
  }
  /** What was sent before and not acknowledged is sent with DUP (MQTT-3.3.1-1). */
  const waitingFor = ({ id }: Owner): Packet[] => {
    const queue = queues.of(id)
    if (queue) queues.trim(id, queue)
    return (queue?.waiting ?? []).map(({ packet }) =>
      packet.cmd === 'publish' ? { ...packet, dup: packet.messageId !== undefined } : packet,
    )
  }

  return {
    /** Forgets what waits for a client. */
    forget: queues.forget,
    counts: queues.counts,
    persistence: {
      outgoingEnqueue: async ({ clientId }: { clientId: string }, packet: Packet): Promise<void> =>
        enqueue(clientId, packet),
      outgoingEnqueueCombi: async (subscribers: readonly { clientId: string }[], packet: Packet): Promise<void> => {
        for (const id of new Set(subscribers.map(({ clientId }) => clientId))) enqueue(id, packet)
      },
      outgoingUpdate: async (client: Owner, packet: Packet): Promise<void> => update(client, packet),
      outgoingClearMessageId: async (client: Owner, packet: Packet) => clear(client, packet),
      outgoingStream: (client: Owner) => Readable.from(waitingFor(client)),
    },
  }
}
