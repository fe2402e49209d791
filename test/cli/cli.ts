import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'

interface Ended {
  code: number | null
  out: string
  err: string
}

/** Runs a command of the product as people do, and waits for its end. */
export const caretaker = (...args: string[]): Promise<Ended> => caretakerWith({}, ...args)

/** The same with settings in the environment. */
export async function caretakerWith(env: Record<string, string>, ...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, ['cli/caretaker.js', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  const code = new Promise<number | null>(resolve => child.once('close', resolve))
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await code, out, err }
}
