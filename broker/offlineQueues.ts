import type { Aedes } from 'aedes'
import { type Identity, mayReceive, maySubscribe } from './permissions.ts'

interface Persistence {
  subscriptionsByTopic(topic: string): Promise<{ clientId: string; topic: string }[]>
}

/**
 * Keeps out of the queues of absent subscribers what they may not have. aedes remembers refused subscriptions of a
 * persistent session too, and would keep every measurement for a gateway that listens to its own prefix.
 */
export function restrictOfflineQueues(aedes: Aedes, identityOf: (gateway: string) => Identity | undefined): void {
  const { persistence } = aedes as unknown as { persistence: Persistence }
  const subscribers = persistence.subscriptionsByTopic.bind(persistence)
  persistence.subscriptionsByTopic = async topic => {
    const found = await subscribers(topic)
    return found.filter(subscription => {
      const identity = identityOf(subscription.clientId)
      return identity !== undefined && maySubscribe(identity, subscription.topic) && mayReceive(identity, topic)
    })
  }
}
