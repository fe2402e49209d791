import type { Server } from 'node:http'
import type { Log } from '#domain/log.ts'
import type { DeviceMessage } from '#domain/message.ts'
import type { DoorCounts } from './doorCounts.ts'
import type { OutsideRole } from './filters.ts'
import type { DoorLimits } from './limits.ts'
import type { TlsFiles } from './tlsDoor.ts'

/** The door that devices knock on: our own broker, or a client of somebody else's. */
export interface Broker {
  /** The TCP port; 0 with an outside broker. */
  port: number
  /** The TLS port, where there is one. */
  tlsPort?: number
  /** Publishes to a down topic with QoS 1. With an outside broker it resolves when that broker has it. */
  publish(topic: string, payload: string, options: { retain: boolean }): Promise<void>
  /** Serves MQTT over WebSocket at `/mqtt` of an HTTP server; every other upgrade is left alone. Embedded only. */
  attach?(server: Server): void
  /** `door` is there with the embedded broker. */
  stats(): { clients: number; connected: boolean; door?: DoorCounts }
  /** Lets in nothing more, finishes what is being written to disk, then closes. */
  stop(): Promise<void>
}

/** Takes a message in; resolves only when it is on disk, and then the device gets its PUBACK. */
export type Accept = (message: DeviceMessage) => Promise<void>

export interface BrokerNeeds {
  host: string
  /** 0 takes a free one. */
  port: number
  /** The site of the gateway, when the password is its own. */
  authenticate(gateway: string, password: string): Promise<{ site: string } | undefined>
  /** Asked at each CONNECT; while it says no, the answer is CONNACK 3 (server unavailable). */
  mayConnect?(): boolean
  accept: Accept
  log: Log
  /** Opens a second port, with TLS. */
  tls?: TlsFiles
  limits?: Partial<DoorLimits>
  now?(): number
}

export interface OutsideBrokerNeeds {
  /** `mqtt://user:password@host:port` */
  url: string
  accept: Accept
  log: Log
  /** Listens to everything unless told. */
  role?: OutsideRole
  /** Told when the subscription stands, and when the connection is lost; `publish` as the broker's own. */
  onLink?(up: boolean, publish: Broker['publish']): void
  /** Names the persistent session; two services on one broker need two names. */
  clientId?: string
  /** Messages that may wait for their commit at the same time. */
  window?: number
  now?(): number
}
