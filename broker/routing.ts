import type { Aedes, PublishPacket } from 'aedes'
import { reachesSomebody } from './permissions.ts'

type Publish = (packet: PublishPacket, client: unknown, done?: (error?: Error | null) => void) => void

/** Spares messages that reach no subscriber, which is nearly all of them, the way through aedes' routing. */
export function routeOnlyWhatIsRead(aedes: Aedes): void {
  const shown = aedes as unknown as { publish: Publish }
  const route = shown.publish.bind(aedes)
  shown.publish = (packet, client, done) => {
    const fromDevice = typeof client === 'object' && client !== null
    if (fromDevice && !reachesSomebody(packet.topic)) done?.(null)
    else route(packet, client, done)
  }
}
