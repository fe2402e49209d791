import { type Identity, mayReceive, maySubscribe } from './permissions.ts'

interface Subscription {
  topic: string
}
type Owner = { id: string }

/** The methods of aedes' persistence that know about subscriptions. */
interface SubscriptionStore {
  subscriptionsByTopic(topic: string): Promise<(Subscription & { clientId: string })[]>
  subscriptionsByClient(client: Owner): Promise<Subscription[]>
  addSubscriptions(client: Owner, subscriptions: readonly Subscription[]): Promise<void>
  cleanSubscriptions(client: Owner): Promise<void>
}

/** Stands for a session that holds no subscription: aedes would say "no session present" (MQTT-3.2.2-2). */
export const SESSION_MARK = 'session'

interface SessionNeeds {
  store: SubscriptionStore
  identityOf(gateway: string): Identity | undefined
  /** A session ended: what waits for it is not wanted any more (MQTT-3.1.2-6). */
  onEnd(client: string): void
}

/**
 * Persistent sessions. aedes remembers refused subscriptions too, would keep every measurement for a gateway that
 * listens to its own prefix, and forgets sessions without subscriptions.
 */
export function createSessions({ store, identityOf, onEnd }: SessionNeeds): SubscriptionStore {
  const known = new Set<string>()
  const byTopic = store.subscriptionsByTopic.bind(store)
  const byClient = store.subscriptionsByClient.bind(store)
  const add = store.addSubscriptions.bind(store)
  const clean = store.cleanSubscriptions.bind(store)

  return {
    subscriptionsByTopic: async topic => {
      const found = await byTopic(topic)
      return found.filter(({ clientId }) => {
        const identity = identityOf(clientId)
        return identity !== undefined && mayReceive(identity, topic)
      })
    },
    subscriptionsByClient: async client => {
      const present = known.has(client.id)
      known.add(client.id)
      const found = await byClient(client)
      return present && found.length === 0 ? [{ topic: SESSION_MARK, qos: 0 }] : found
    },
    addSubscriptions: (client, subscriptions) => {
      const identity = identityOf(client.id)
      const allowed = subscriptions.filter(({ topic }) => identity !== undefined && maySubscribe(identity, topic))
      return add(client, allowed)
    },
    cleanSubscriptions: async client => {
      known.delete(client.id)
      onEnd(client.id)
      await clean(client)
    },
  }
}
