import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'

/** Runs a command of the product as people do, and waits for its end. */
export async function caretaker(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['cli/caretaker.js', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const code = new Promise<number | null>(resolve => child.once('close', resolve))
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await code, out, err }
}
