import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { CodedError } from '#domain/errors.ts'
import { type DoorAnswer, doorOf } from './copyDoor.ts'

/** Copies that somebody made for us, until they are let go. */
export interface Lent {
  folder: string
  letGo(): Promise<void>
}

const NOBODY = ['ENOENT', 'ECONNREFUSED', 'EINVAL']

async function call(dataDir: string): Promise<Socket | undefined> {
  const socket = connect(doorOf(dataDir))
  try {
    await once(socket, 'connect')
    return socket
  } catch (error) {
    if (NOBODY.includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}

async function firstLine(socket: Socket): Promise<string | undefined> {
  for await (const line of createInterface({ input: socket })) return line
  return undefined
}

/**
 * Asks the process that holds a DATA_DIR for copies of what only it can read.
 * @returns undefined when nobody takes the call
 * @throws CodedError BACKUP_FAILED with what the process says
 */
export async function askForCopies(dataDir: string): Promise<Lent | undefined> {
  const socket = await call(dataDir)
  if (!socket) return undefined
  socket.on('error', () => undefined)
  const line = await firstLine(socket)
  const answer: DoorAnswer = line === undefined ? { error: 'the service ended meanwhile' } : JSON.parse(line)
  if ('error' in answer) {
    socket.destroy()
    throw new CodedError('BACKUP_FAILED', undefined, `The service could not copy its files: ${answer.error}`)
  }
  return { folder: join(dataDir, answer.folder), letGo: async () => void socket.destroy() }
}
