import { Value } from 'typebox/value'
import { ServiceCall, SIGN_EVERY_MS, type WorkerSign } from '#domain/workers.ts'

interface SignNeeds {
  describe(): Omit<WorkerSign, 'call'>
  /** Resolves when the broker has it. */
  publish(sign: WorkerSign): Promise<void>
}

/**
 * Answers the service's newest call: at once when it comes or the subscription stands, then every few seconds; never two
 * signs at a time, and none while the subscription does not stand.
 */
export function createSigns({ describe, publish }: SignNeeds) {
  let subscribed = false
  let call: string | undefined
  let underWay = false
  const give = (): void => {
    if (!subscribed || call === undefined || underWay) return
    const answered = call
    underWay = true
    publish({ ...describe(), call: answered })
      .catch(() => undefined)
      .finally(() => {
        underWay = false
        if (call !== answered) give()
      })
  }
  const timer = setInterval(give, SIGN_EVERY_MS)
  return {
    onLink: (up: boolean): void => {
      subscribed = up
      give()
    },
    /** A message of the service; one that is no call is passed over. */
    hear: (payload: Uint8Array): void => {
      const given = readCall(payload)
      if (given === undefined || given === call) return
      call = given
      give()
    },
    give,
    stop: (): void => clearInterval(timer),
  }
}

function readCall(payload: Uint8Array): string | undefined {
  try {
    const given: unknown = JSON.parse(Buffer.from(payload).toString('utf8'))
    return Value.Check(ServiceCall, given) ? given.call : undefined
  } catch {
    return undefined
  }
}
