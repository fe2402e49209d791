import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const SCRIPT = fileURLToPath(new URL('./stormProcess.ts', import.meta.url))

export interface SignedIn {
  signedIn: number
  /** From the first connection to the last CONNACK. */
  ms: number
  /** Connections that it took. */
  tries: number
}

/** A process that holds `count` gateways' connections; it ends with the test. */
export async function startStorm(port: number, count: number) {
  const child = spawn(process.execPath, [SCRIPT, String(port), String(count)], { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  await lines.next()
  return {
    connect: async (): Promise<SignedIn> => {
      child.stdin.write('connect\n')
      const { value } = await lines.next()
      return JSON.parse(value ?? '{}')
    },
    drop: (): void => void child.stdin.write('drop\n'),
  }
}
