import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** A real server as a child process. */
interface ServerProcess {
  pid: number
  /** Ends it by this signal and waits until it is gone; harmless when it is gone already. */
  stop(signal?: NodeJS.Signals): Promise<void>
}

export interface StartedServer extends ServerProcess {
  /** What `ready` found in the log. */
  found: RegExpMatchArray
}

const LAST_LINES = 20

/** Waits for a line that says so; the rest of the output is read and dropped so that the server never blocks on it. */
function readyLine(child: ChildProcess, name: string, ready: RegExp): Promise<RegExpMatchArray> {
  return new Promise((resolve, reject) => {
    const said: string[] = []
    const hear = (line: string) => {
      const match = ready.exec(line)
      if (match) resolve(match)
      said.push(line)
      if (said.length > LAST_LINES) said.shift()
    }
    for (const stream of [child.stdout, child.stderr]) if (stream) createInterface(stream).on('line', hear)
    child.once('error', reject)
    child.once('exit', code => reject(new Error(`${name} ended with ${code}:\n${said.join('\n')}`)))
  })
}

/** Starts a server and waits for the line of its log that `ready` matches. */
export async function startServer(binary: string, args: readonly string[], ready: RegExp): Promise<StartedServer> {
  const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const gone = once(child, 'exit').catch(() => undefined)
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await gone
  }
  const found = await readyLine(child, binary, ready).catch(async error => {
    child.kill('SIGKILL')
    throw error
  })
  return { pid: child.pid ?? 0, found, stop }
}
