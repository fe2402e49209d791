import { connectAsync, type MqttClient } from 'mqtt'
import { onTestFinished } from 'vitest'
import type { World } from './world.ts'

/** Another system that follows tickets at the broker, with a persistent session: what it was sent, in order. */
export interface Follower {
  keys: readonly string[]
}

export async function followTickets(brokerUrl: string): Promise<Follower> {
  const client = await connectAsync(brokerUrl, { clientId: 'other-system', clean: false })
  onTestFinished(async () => void (await client.endAsync(true)))
  const keys: string[] = []
  client.on('message', (_topic, payload) => keys.push(JSON.parse(payload.toString()).key))
  await client.subscribeAsync('facility/v1/+/ticket/+', { qos: 1 })
  return { keys }
}

interface ShownTicket {
  id: string
  timeline: unknown[]
}

async function expectedKeys(world: World): Promise<{ keys: string[]; mostOfATicket: number }> {
  const { body } = await world.api('/tickets?limit=500')
  const tickets: ShownTicket[] = await Promise.all(
    body.items.map(async ({ id }: ShownTicket) => (await world.api(`/tickets/${id}`)).body),
  )
  return {
    keys: tickets.flatMap(({ id, timeline }) => timeline.map((_, index) => `${id}/${index + 1}`)),
    mostOfATicket: Math.max(0, ...tickets.map(({ timeline }) => timeline.length)),
  }
}

/**
 * I4: every event of every ticket was sent, and no more of them again than were under way when the service was killed:
 * the events of one ticket at a time.
 */
export async function checkAnnouncements(world: World, { keys }: Follower, kills: number): Promise<string[]> {
  const due = await expectedKeys(world)
  const heard = new Set(keys)
  const again = keys.length - heard.size
  return [
    ...due.keys.filter(key => !heard.has(key)).map(key => `${key} was not sent`),
    ...[...heard].filter(key => !due.keys.includes(key)).map(key => `${key} is no event of a ticket`),
    ...(again > kills * due.mostOfATicket ? [`${again} sent again after ${kills} kills`] : []),
  ]
}

async function retainedTopics(client: MqttClient): Promise<string[]> {
  const topics: string[] = []
  const end = 'facility/v1/s1/fault/end/of-the-retained'
  const ended = new Promise<void>(resolve => {
    client.on('message', (topic, payload, { retain }) => {
      if (topic === end) resolve()
      else if (retain && payload.length > 0) topics.push(topic)
    })
  })
  await client.subscribeAsync('facility/v1/+/fault/#', { qos: 1 })
  await client.publishAsync(end, 'x', { qos: 1 })
  await ended
  return topics
}

/** What is retained at the broker is what is active. @returns the differences */
export async function checkRetainedFaults(world: World, brokerUrl: string): Promise<string[]> {
  const client = await connectAsync(brokerUrl)
  const retained = await retainedTopics(client).finally(() => client.endAsync(true))
  const { body } = await world.api('/faults?state=active&limit=500')
  const active: string[] = body.items.map(
    ({ equipment, code }: { equipment: string; code: string }) => `facility/v1/s1/fault/${equipment}/${code}`,
  )
  return [
    ...active.filter(topic => !retained.includes(topic)).map(topic => `${topic} is not retained`),
    ...retained.filter(topic => !active.includes(topic)).map(topic => `${topic} is retained and not active`),
  ]
}
