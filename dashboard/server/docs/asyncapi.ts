import type { TSchema } from 'typebox'
import { Type } from 'typebox'
import { DeviceEvent, GatewayBirth, GatewayState, TelemetryPayload } from '#domain/telemetry.ts'
import { TOPIC_ROOT } from '#domain/topics.ts'
import type { Api } from '../http/api.ts'
import { deltaOf, HelloView, MetricPointsView, SyncRequest, TickView, WatchRequest } from '../live/schemas.ts'
import { ComplaintView } from '../views/complaints.ts'
import { EquipmentView } from '../views/estate.ts'
import { FaultView } from '../views/faults.ts'
import { IncidentView } from '../views/incidents.ts'
import { PartView } from '../views/stores.ts'
import { TicketNewsView, TicketView } from '../views/tickets.ts'
import { WindowView } from '../views/windows.ts'
import { hoistSchemas } from './hoist.ts'

interface Topic {
  address: string
  action: 'send' | 'receive'
  qos: string
  retained: boolean
  payload: TSchema
  summary: string
}

const under = (rest: string): string => `${TOPIC_ROOT}/{site}/${rest}`

/** From the service's side: it receives what devices publish. */
const TOPICS: Readonly<Record<string, Topic>> = {
  state: {
    address: under('{gateway}/state'),
    action: 'receive',
    qos: '1',
    retained: true,
    payload: GatewayState,
    summary: 'A gateway comes or goes; also its Will',
  },
  birth: {
    address: under('{gateway}/birth'),
    action: 'receive',
    qos: '1',
    retained: true,
    payload: GatewayBirth,
    summary: 'What hangs on the gateway',
  },
  telemetry: {
    address: under('{gateway}/{equipment}/telemetry'),
    action: 'receive',
    qos: '0 or 1',
    retained: false,
    payload: TelemetryPayload,
    summary: 'Measurements',
  },
  event: {
    address: under('{gateway}/{equipment}/event'),
    action: 'receive',
    qos: '1',
    retained: false,
    payload: DeviceEvent,
    summary: 'A fault that the controller itself reports',
  },
  backfill: {
    address: under('{gateway}/{equipment}/backfill'),
    action: 'receive',
    qos: '1',
    retained: false,
    payload: TelemetryPayload,
    summary: 'History after an outage',
  },
  fault: {
    address: under('fault/{equipment}/{code}'),
    action: 'send',
    qos: '1',
    retained: true,
    payload: FaultView,
    summary: 'A fault as it stands; empty when closed',
  },
  ticket: {
    address: under('ticket/{ticket}'),
    action: 'send',
    qos: '1',
    retained: false,
    payload: TicketNewsView,
    summary: 'Each ticket event',
  },
}

interface LiveEvent {
  action: 'send' | 'receive'
  payload: TSchema
  summary: string
}

const EVENTS: Readonly<Record<string, LiveEvent>> = {
  hello: { action: 'send', payload: HelloView, summary: 'At once on connect' },
  tick: { action: 'send', payload: TickView, summary: 'Every 15 s' },
  'fault:delta': { action: 'send', payload: deltaOf(FaultView, 'FaultDelta'), summary: 'Changes of faults' },
  'ticket:delta': { action: 'send', payload: deltaOf(TicketView, 'TicketDelta'), summary: 'Changes of tickets' },
  'equipment:delta': {
    action: 'send',
    payload: deltaOf(EquipmentView, 'EquipmentDelta'),
    summary: 'Changes of equipment',
  },
  'part:delta': { action: 'send', payload: deltaOf(PartView, 'PartDelta'), summary: 'Changes of parts' },
  'system:delta': {
    action: 'send',
    payload: deltaOf(Type.Object({ id: Type.String(), kind: Type.String() }), 'SystemDelta'),
    summary: 'Changes of sites, gateways and technicians',
  },
  'incident:delta': {
    action: 'send',
    payload: deltaOf(IncidentView, 'IncidentDelta'),
    summary: 'Changes of incidents: many faults with one cause',
  },
  'window:delta': {
    action: 'send',
    payload: deltaOf(WindowView, 'WindowDelta'),
    summary: 'Changes of maintenance windows, test permits and drills',
  },
  'complaint:delta': {
    action: 'send',
    payload: deltaOf(ComplaintView, 'ComplaintDelta'),
    summary: 'Changes of complaints, for the desk alone',
  },
  'metric:points': { action: 'send', payload: MetricPointsView, summary: 'To those who watch that equipment' },
  watch: {
    action: 'receive',
    payload: WatchRequest,
    summary: 'Acknowledged with {epoch, seq, items}; the deltas that follow join on to seq',
  },
  unwatch: { action: 'receive', payload: WatchRequest, summary: 'Acknowledged with {channel}' },
  sync: {
    action: 'receive',
    payload: SyncRequest,
    summary: 'Acknowledged with what was missed, or a snapshot; the channel is watched from then on',
  },
}

/** Names of channels and messages may not hold a colon. */
const key = (name: string): string => name.replaceAll(':', '-')

const parametersOf = (address: string) =>
  Object.fromEntries([...address.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, {}]))

const topicChannels = () =>
  Object.entries(TOPICS).map(([name, { address, payload, summary, retained }]) => [
    `mqtt-${name}`,
    {
      address,
      summary: retained ? `${summary} (retained)` : summary,
      parameters: parametersOf(address),
      servers: [{ $ref: '#/servers/mqtt' }],
      messages: { [name]: { name, contentType: 'application/json', payload } },
    },
  ])

const liveChannel = () => ({
  address: '/',
  summary: 'Socket.IO, namespace `/`, with the session cookie or an API token in `auth.token`; a message is an event',
  servers: [{ $ref: '#/servers/live' }],
  messages: Object.fromEntries(
    Object.entries(EVENTS).map(([name, { payload, summary }]) => [
      key(name),
      { name, summary, contentType: 'application/json', payload },
    ]),
  ),
})

const topicOperations = () =>
  Object.entries(TOPICS).map(([name, { action, qos, summary }]) => [
    `mqtt-${name}`,
    { action, summary, description: `QoS ${qos}`, channel: { $ref: `#/channels/mqtt-${name}` } },
  ])

const liveOperations = () =>
  Object.entries(EVENTS).map(([name, { action, summary }]) => [
    `live-${key(name)}`,
    {
      action,
      summary,
      channel: { $ref: '#/channels/live' },
      messages: [{ $ref: `#/channels/live/messages/${key(name)}` }],
    },
  ])

/** MQTT topics and Socket.IO events as AsyncAPI 3.0, from the schemas that check them. */
function asyncApi(): object {
  return hoistSchemas({
    asyncapi: '3.0.0',
    info: { title: 'Caretaker', version: '1', description: 'Telemetry in, faults and tickets out.' },
    defaultContentType: 'application/json',
    servers: {
      mqtt: { host: 'localhost:1883', protocol: 'mqtt', protocolVersion: '3.1.1' },
      live: { host: 'localhost:8080', protocol: 'socket.io' },
    },
    channels: { ...Object.fromEntries(topicChannels()), live: liveChannel() },
    operations: Object.fromEntries([...topicOperations(), ...liveOperations()]),
  })
}

export function asyncApiRoute(app: Api): void {
  const document = asyncApi()
  app.get('/api/asyncapi.json', { schema: { hide: true } as object }, async () => document)
}
