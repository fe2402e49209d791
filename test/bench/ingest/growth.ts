import { CONNECTIONS } from './bounds.ts'
import { makeEstate } from './estate.ts'
import { say } from './say.ts'
import { startCaretaker } from './subjects/caretaker.ts'
import { type Run, startTrial } from './trial.ts'

const SIZES = [1_000, 10_000, 100_000]
const PER_SECOND = 5_000

/** The same rate of messages from more and more pieces of equipment: all of them have spoken by the end. */
export async function growth(seconds: number): Promise<(Run & { equipment: number })[]> {
  const all: (Run & { equipment: number })[] = []
  for (const equipment of SIZES) {
    say(`${equipment} pieces of equipment …`)
    const estate = await makeEstate(CONNECTIONS, equipment)
    const trial = await startTrial(await startCaretaker(estate), estate)
    const first = await trial.run({ perSecond: PER_SECOND, seconds: Math.max(seconds, equipment / PER_SECOND) })
    say(`  ${(first.acknowledged / first.storedIn).toFixed(0)}/s while they speak for the first time`)
    all.push({ ...(await trial.run({ perSecond: PER_SECOND, seconds })), equipment })
    await trial.end()
    await estate.remove()
  }
  return all
}

export function showGrowth(all: Awaited<ReturnType<typeof growth>>): void {
  console.table(
    Object.fromEntries(
      all.map(({ equipment, acknowledged, storedIn, pubackMs, cpuUs, memoryMb }) => [
        equipment,
        {
          'stored/s': Math.round(acknowledged / storedIn),
          'PUBACK p50 ms': Number(pubackMs.p50.toFixed(1)),
          'PUBACK p99 ms': Number(pubackMs.p99.toFixed(1)),
          'CPU µs a message': Math.round(cpuUs.own),
          'memory MB': Math.round(memoryMb),
        },
      ]),
    ),
  )
}
