import { iso } from '#domain/time.ts'
import type { Fleet } from '#simulators'
import { makeLogger } from '../logger.ts'
import { createRefusalWatch } from '../refusalWatch.ts'
import { stopSignal, untilSignal } from '../untilSignal.ts'

const PROGRESS_MS = 5_000

export const say = (line: string) => process.stdout.write(`${line}\n`)

/** How it goes, in a line. */
function tell(fleet: Fleet) {
  const { published, acknowledged, waiting, reconnects, connected, dropped } = fleet.stats()
  const troubles = fleet.troubles().map(t => `${t.equipment} ${t.fault}`)
  const link = connected ? 'connected' : 'NOT CONNECTED'
  const counts = `published ${published}, acknowledged ${acknowledged}, waiting ${waiting}, dropped ${dropped}, reconnects ${reconnects}`
  say(`${iso(fleet.now())}  ${link}  ${counts}${troubles.length > 0 ? `  troubles: ${troubles.join(', ')}` : ''}`)
}

/** Tells how it goes until a signal, the end, or until the broker turns out to refuse what is published. */
export async function watchFleet(fleet: Fleet, forS: number | undefined) {
  const refusal = createRefusalWatch(fleet.stats)
  const timer = setInterval(() => tell(fleet), PROGRESS_MS)
  const stop = async () => {
    clearInterval(timer)
    refusal.stop()
    await fleet.stop()
    tell(fleet)
  }
  const log = makeLogger({ logLevel: 'warn', logPretty: false })
  const end =
    forS === undefined
      ? new Promise<never>(() => undefined)
      : new Promise<void>(resolve => setTimeout(resolve, forS * 1000))
  await Promise.race([untilSignal(stopSignal(), stop, log), refusal.refused, end]).catch(async error => {
    await stop()
    throw error
  })
  await stop()
}
