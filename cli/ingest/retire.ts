import { setTimeout as delay } from 'node:timers/promises'
import { Value } from 'typebox/value'
import { connectBroker, forgetSession } from '#broker'
import { CodedError } from '#domain/errors.ts'
import type { Log } from '#domain/log.ts'
import type { DeviceMessage } from '#domain/message.ts'
import { WORKER_TOPIC } from '#domain/topics.ts'
import { WorkerFarewell } from '#domain/workers.ts'
import { type OpenWorker, openWorker, type SharedConfig } from './openWorker.ts'

const LOOK_MS = 100

function isFarewell({ payload }: Pick<DeviceMessage, 'payload'>, id: string): boolean {
  try {
    const given: unknown = JSON.parse(Buffer.from(payload).toString('utf8'))
    return Value.Check(WorkerFarewell, given) && given.id === id
  } catch {
    return false
  }
}

const linkLost = () =>
  new CodedError(
    'BROKER_UNREACHABLE',
    undefined,
    'The connection to the broker was lost: does the worker still run? Nothing is lost; try again',
  )

/**
 * Takes what the broker keeps for a worker. Its session leaves the shared subscription first; then it is sent a farewell,
 * which comes after all that was kept before (MQTT-4.6.0-6: one client's messages of one QoS keep their order).
 * Resolves when all of it is on disk.
 */
async function takeWhatIsKept({ id, clientId, take, linkBy }: OpenWorker, url: string, log: Log): Promise<number> {
  const farewell: WorkerFarewell = { id, retired: true }
  const heard = Promise.withResolvers<void>()
  heard.promise.catch(() => undefined)
  const taken: Promise<void>[] = []
  linkBy(
    await connectBroker({
      ...{ url, log, role: 'retiring', clientId },
      onLink: (up, publish) => {
        if (!up) return heard.reject(linkLost())
        publish(WORKER_TOPIC, JSON.stringify(farewell), { retain: false }).catch(heard.reject)
      },
      accept: async message => {
        if (message.topic === WORKER_TOPIC) return isFarewell(message, id) ? heard.resolve() : undefined
        const work = take(message)
        taken.push(work)
        await work
      },
    }),
  )
  await heard.promise
  await Promise.all(taken)
  return taken.length
}

/**
 * Ends a worker that is gone for good: stores what its folder holds and what the broker keeps for it, and lets the broker
 * forget its session. Stopped half-way it can be run again.
 * @throws CodedError DATA_DIR_IN_USE, DATABASE_UNAVAILABLE, CONFIG_INVALID, BROKER_UNREACHABLE
 */
export async function retireWorker(
  config: SharedConfig,
  log: Log,
  name?: string,
): Promise<{ id: string; taken: number }> {
  const { mqttUrl } = config
  const worker = await openWorker(config, log, name)
  const { id, clientId, stats, stop } = worker
  try {
    const taken = await takeWhatIsKept(worker, mqttUrl, log)
    while (stats().store.behindRecords > 0) await delay(LOOK_MS)
    await stop()
    await forgetSession(mqttUrl, clientId)
    return { id, taken }
  } finally {
    await stop()
  }
}
