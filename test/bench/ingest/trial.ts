import type { Estate } from './estate.ts'
import { type LoadReport, type Order, startSender } from './load.ts'
import type { Stored, Subject } from './subject.ts'

/** One load, and what it cost. */
export interface Run extends LoadReport {
  order: Order
  /** From the first message until all are stored, in seconds. */
  storedIn: number
  /** CPU microseconds a message: of the process under test, and of the servers it stands on. */
  cpuUs: { own: number; servers: number }
  memoryMb: number
}

export interface Trial {
  run(order: Order): Promise<Run>
  /** Ends the subject. @throws Error when an acknowledged message is missing or double */
  end(): Promise<Stored>
}

const MEGABYTE = 2 ** 20

/** Signs the estate's gateways in at a subject, and lets it warm up. */
export async function startTrial(subject: Subject, estate: Estate, warmUp?: Order): Promise<Trial> {
  const sender = await startSender({ ...estate, port: subject.port })
  let acknowledged = 0
  const run = async (order: Order): Promise<Run> => {
    const [before, began] = [subject.cpu(), performance.now()]
    const report = await sender.send(order)
    acknowledged += report.acknowledged
    const memoryMb = subject.memory() / MEGABYTE
    await subject.settled(acknowledged)
    const storedIn = (performance.now() - began) / 1000
    const after = subject.cpu()
    const each = (seconds: number) => (seconds / report.acknowledged) * 1e6
    const cpuUs = { own: each(after.own - before.own), servers: each(after.servers - before.servers) }
    return { ...report, order, storedIn, cpuUs, memoryMb }
  }
  if (warmUp) await run(warmUp)
  return {
    run,
    end: async () => {
      await sender.stop()
      const stored = await subject.end()
      if (stored.messages !== acknowledged || stored.double > 0)
        throw new Error(`${acknowledged} acknowledged, ${stored.messages} stored, ${stored.double} readings double`)
      return stored
    },
  }
}
