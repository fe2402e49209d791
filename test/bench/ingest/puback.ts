import { CONNECTIONS, EQUIPMENT } from './bounds.ts'
import { makeEstate } from './estate.ts'
import { say } from './say.ts'
import { startCaretaker } from './subjects/caretaker.ts'
import { startTrial } from './trial.ts'

const PER_SECOND = 5_000
const WARM_UP = { perSecond: PER_SECOND, seconds: 3 }

/** How long a device waits for its PUBACK at 5,000 messages a second, and what a message costs. */
export async function puback(seconds: number) {
  const estate = await makeEstate(CONNECTIONS, EQUIPMENT)
  const trial = await startTrial(await startCaretaker(estate), estate, WARM_UP)
  say(`${PER_SECOND} messages/s for ${seconds} s …`)
  const run = await trial.run({ perSecond: PER_SECOND, seconds })
  await trial.end()
  await estate.remove()
  return run
}

export function showPuback({ pubackMs, cpuUs, memoryMb, acknowledged }: Awaited<ReturnType<typeof puback>>): void {
  console.table({
    'acknowledged = stored': { figure: acknowledged },
    'PUBACK p50 / p99 / worst (aim p99 < 15 ms)': {
      figure: `${pubackMs.p50.toFixed(1)} / ${pubackMs.p99.toFixed(1)} / ${pubackMs.worst.toFixed(1)} ms`,
    },
    'CPU a message': { figure: `${cpuUs.own.toFixed(0)} µs` },
    memory: { figure: `${memoryMb.toFixed(0)} MB` },
  })
}
