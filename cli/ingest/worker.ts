import { connectBroker } from '#broker'
import type { Log } from '#domain/log.ts'
import { SERVICE_TOPIC, WORKER_TOPIC } from '#domain/topics.ts'
import { openWorker, type SharedConfig } from './openWorker.ts'
import { createSigns } from './signs.ts'

export interface Worker {
  id: string
  stop(): Promise<void>
}

/**
 * One of several processes that share the telemetry of an outside broker: spool, store, acknowledge. Rules, tickets and
 * what people look at are the service's.
 * @throws CodedError DATA_DIR_IN_USE, DATABASE_UNAVAILABLE
 */
export async function startWorker(config: SharedConfig, log: Log): Promise<Worker> {
  const { id, clientId, stats, alarms, take, publish, linkBy, endFirst, stop } = await openWorker(config, log)
  const describe = () => {
    const { received, store: lag } = stats()
    return { id, received, ...lag, alarms: alarms().map(({ code }) => code) }
  }
  const signs = createSigns({ describe, publish: sign => publish(WORKER_TOPIC, sign) })
  endFirst(async () => signs.stop())
  try {
    linkBy(
      await connectBroker({
        ...{ url: config.mqttUrl, log, role: 'worker', clientId, onLink: signs.onLink },
        accept: async message => (message.topic === SERVICE_TOPIC ? signs.hear(message.payload) : take(message)),
      }),
    )
  } catch (error) {
    await stop()
    throw error
  }
  signs.give()
  return { id, stop }
}
