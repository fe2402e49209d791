import type { Millis } from './time.ts'

/** A message as it came through the door: the gateway is authenticated, the payload is not looked at yet. */
export interface DeviceMessage {
  topic: string
  payload: Buffer
  site: string
  gateway: string
  qos: 0 | 1 | 2
  receivedAt: Millis
}
