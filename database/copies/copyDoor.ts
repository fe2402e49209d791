import { once } from 'node:events'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { basename, join } from 'node:path'
import type { Log } from '#domain/log.ts'

/** Where the process that holds a DATA_DIR takes calls for copies. Who may not enter the folder cannot call. */
export const doorOf = (dataDir: string): string => join(dataDir, 'copies.sock')

const PREFIX = 'copies-'

/** Writes one of the files that only their holder can read into `file`; given up when `signal` aborts. */
export type Copy = (file: string, signal: AbortSignal) => Promise<void>

export interface CopyDoorNeeds {
  dataDir: string
  /** By the name that the copy gets, in the order in which they are made. */
  copies: Readonly<Record<string, Copy>>
  log: Log
}

/** What the door says to a caller, as one line of JSON; the folder is in DATA_DIR and goes when the caller hangs up. */
export type DoorAnswer = { folder: string } | { error: string }

async function removeLeftovers(dataDir: string): Promise<void> {
  const left = (await readdir(dataDir)).filter(name => name.startsWith(PREFIX))
  for (const name of left) await rm(join(dataDir, name), { recursive: true, force: true })
}

/** Makes the copies for one caller and keeps them until the caller hangs up. */
async function serve(socket: Socket, { dataDir, copies, log }: CopyDoorNeeds, stopping: AbortSignal): Promise<void> {
  const gone = new AbortController()
  const hungUp = once(socket, 'close').finally(() => gone.abort())
  const signal = AbortSignal.any([gone.signal, stopping])
  const folder = await mkdtemp(join(dataDir, PREFIX))
  const say = (answer: DoorAnswer) => socket.write(`${JSON.stringify(answer)}\n`)
  try {
    for (const [name, copy] of Object.entries(copies)) {
      signal.throwIfAborted()
      await copy(join(folder, name), signal)
    }
    say({ folder: basename(folder) })
    await hungUp
  } catch (err) {
    if (!signal.aborted) log.error({ err }, 'a copy for a backup could not be made')
    say({ error: (err as Error).message })
    socket.end()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Lets `caretaker backup` have copies of what this process holds alone: a Unix domain socket in DATA_DIR. Where there can
 * be none (a path of over 107 bytes) the service runs without, and is backed up while it is stopped.
 */
export async function openCopyDoor(needs: CopyDoorNeeds): Promise<{ close(): Promise<void> }> {
  const { dataDir, log } = needs
  await removeLeftovers(dataDir)
  await rm(doorOf(dataDir), { force: true })
  const stopping = new AbortController()
  const calls = new Map<Socket, Promise<void>>()
  const server = createServer(socket => {
    socket.on('error', () => undefined)
    const call = serve(socket, needs, stopping.signal)
      .catch((err: unknown) => log.error({ err }, 'a call for copies failed'))
      .finally(() => calls.delete(socket))
    calls.set(socket, call)
  })
  try {
    server.listen(doorOf(dataDir))
    await once(server, 'listening')
    await chmod(doorOf(dataDir), 0o600)
  } catch (err) {
    log.warn({ err }, 'no backup while the service runs')
  }
  return {
    close: async () => {
      stopping.abort()
      server.close()
      for (const socket of calls.keys()) socket.destroy()
      await Promise.all(calls.values())
    },
  }
}
