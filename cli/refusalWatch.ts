import { CodedError } from '#domain/errors.ts'
import type { DeviceStats } from '#simulators'

const LOOK_MS = 500
/** Connections lost without a single acknowledgement, after which the broker is taken to refuse. */
const LOST = 3
const SILENT_MS = 60_000

/** Watches for a broker that lets us in and throws us out again, or does not come back. */
export function createRefusalWatch(stats: () => DeviceStats): { refused: Promise<never>; stop(): void } {
  let seen = { acknowledged: 0, reconnects: 0, at: Date.now() }
  let timer: NodeJS.Timeout | undefined
  const refused = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      const { acknowledged, reconnects, connected } = stats()
      if (acknowledged > seen.acknowledged) seen = { acknowledged, reconnects, at: Date.now() }
      if (connected && reconnects === seen.reconnects) seen.at = Date.now()
      if (reconnects - seen.reconnects >= LOST)
        reject(
          new CodedError(
            'BROKER_REFUSED',
            undefined,
            'The broker closes the connection when we publish: is --site the site of this gateway?',
          ),
        )
      if (!connected && Date.now() - seen.at > SILENT_MS)
        reject(
          new CodedError(
            'BROKER_UNREACHABLE',
            undefined,
            'The connection was lost a minute ago and does not come back',
          ),
        )
    }, LOOK_MS)
  })
  refused.catch(() => undefined)
  return { refused, stop: () => clearInterval(timer) }
}
