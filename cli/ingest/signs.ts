import { randomUUID } from 'node:crypto'
import { SIGN_EVERY_MS, type WorkerSign } from '#domain/workers.ts'

interface SignNeeds {
  describe(): Omit<WorkerSign, 'link'>
  /** Resolves when the broker has it. */
  publish(sign: WorkerSign): Promise<void>
}

/** Gives a sign at once when the subscription stands, then every few seconds; never two at a time. */
export function createSigns({ describe, publish }: SignNeeds) {
  let link: string | undefined
  let underWay = false
  const give = (): void => {
    if (link === undefined || underWay) return
    underWay = true
    publish({ ...describe(), link })
      .catch(() => undefined)
      .finally(() => {
        underWay = false
      })
  }
  const timer = setInterval(give, SIGN_EVERY_MS)
  return {
    onLink: (up: boolean): void => {
      link = up ? randomUUID() : undefined
      give()
    },
    give,
    stop: (): void => clearInterval(timer),
  }
}
