import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** Who sends: connections of gateways, each for its own pieces of equipment. */
export interface SenderPlan {
  port: number
  site: string
  gateways: readonly { id: string; password: string; equipment: readonly string[] }[]
}

/** What is sent for how long: paced at a rate, or as fast as the answers come with so many in flight a connection. */
export type Order = { seconds: number } & ({ perSecond: number } | { window: number })

export interface LoadReport {
  sent: number
  acknowledged: number
  /** Until the last message was sent, and until it was acknowledged. */
  sentIn: number
  acknowledgedIn: number
  /** Milliseconds from the write of a message to its PUBACK. */
  pubackMs: { p50: number; p99: number; worst: number }
}

/** Connections in a process of their own, so that what is measured does not pay for them. */
export interface Sender {
  send(order: Order): Promise<LoadReport>
  stop(): Promise<void>
}

async function answerOf<T>(child: ChildProcess): Promise<T> {
  const answered = new AbortController()
  const { signal } = answered
  const gone = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`the sender ended with ${code}`)
  })
  gone.catch(() => undefined)
  const [answer] = await Promise.race([once(child, 'message'), gone])
  answered.abort()
  return answer as T
}

/** Signs all gateways in. */
export async function startSender(plan: SenderPlan): Promise<Sender> {
  const child = fork(join(import.meta.dirname, 'senderProcess.ts'), { execArgv: [] })
  child.send(plan)
  await answerOf(child)
  return {
    send: order => {
      child.send(order)
      return answerOf<LoadReport>(child)
    },
    stop: async () => {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    },
  }
}
