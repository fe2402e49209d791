import { setTimeout as sleep } from 'node:timers/promises'
import type { MqttClient } from 'mqtt'
import type { Random } from './random.ts'

const RETRY_MS = { first: 500, longest: 15_000 }

export interface ComeBackNeeds {
  /** Tries once to connect. */
  open(): Promise<MqttClient>
  lost(): void
  refused(error: Error): void
  random: Random
}

/** Resolves when the connection is closed, or the device is to end. */
const closed = (client: MqttClient, ended: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (!client.connected || ended.aborted) return resolve()
    client.once('close', () => resolve())
    ended.addEventListener('abort', () => resolve(), { once: true })
  })

/** The first connection is the caller's; after that the device comes back by itself, later and later, each in its own time. */
export async function comeBack(first: MqttClient, ended: AbortSignal, needs: ComeBackNeeds): Promise<void> {
  for (let client: MqttClient | undefined = first, waitMs = RETRY_MS.first; !ended.aborted; ) {
    if (client) {
      await closed(client, ended)
      if (ended.aborted) return
      client.end(true)
      needs.lost()
      waitMs = RETRY_MS.first
    }
    await sleep(waitMs * needs.random.between(0.5, 1.5), undefined, { signal: ended }).catch(() => undefined)
    if (ended.aborted) return
    client = await needs.open().catch((error: Error) => {
      needs.refused(error)
      return undefined
    })
    waitMs = Math.min(waitMs * 2, RETRY_MS.longest)
  }
}
