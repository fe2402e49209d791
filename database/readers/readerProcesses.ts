import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import pLimit from 'p-limit'
import { CodedError } from '#domain/errors.ts'

/** A statement and what it is asked with. */
export interface Question {
  sql: string
  parameters: readonly unknown[]
}
export type Answer = { rows: unknown[] } | { error: { message: string } }

/** Reports ask several questions at once; more processes than that would take the cores from the service. */
const PROCESSES = 2
/** A process that nobody asked anything for so long ends, and its memory with it. */
const IDLE_MS = 60_000

const PROGRAM = fileURLToPath(new URL('answer.ts', import.meta.url))

const isRunning = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode === null && signalCode === null

const ask = (reader: ChildProcess, question: Question): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const gone = () => reject(new CodedError('DATABASE_UNAVAILABLE', undefined, 'A reader ended before it answered'))
    reader.once('exit', gone)
    reader.once('message', (said: Answer) => {
      reader.off('exit', gone)
      resolve(said)
    })
    reader.send(question, error => error && gone())
  })

function rowsOf(answer: Answer): unknown[] {
  if ('error' in answer) throw Object.assign(new Error(answer.error.message), answer.error)
  return answer.rows
}

/** Processes that answer questions about an embedded database file; they start when they are needed, and write nothing. */
export function createReaderProcesses(file: string) {
  const turn = pLimit(PROCESSES)
  const all = new Set<ChildProcess>()
  const free: ChildProcess[] = []
  const start = () => {
    const made = fork(PROGRAM, [file])
    made.on('error', () => undefined)
    all.add(made)
    made.once('exit', () => all.delete(made))
    return made
  }
  const end = async (reader: ChildProcess) => {
    const ended = isRunning(reader) ? once(reader, 'exit') : undefined
    reader.kill('SIGKILL')
    await ended
  }
  const idle = setTimeout(() => void Promise.all(free.splice(0).map(end)), IDLE_MS).unref()
  return {
    /** @throws CodedError DATABASE_UNAVAILABLE when its process ended, and what SQLite says */
    ask: (question: Question): Promise<unknown[]> =>
      turn(async () => {
        idle.refresh()
        const reader = free.splice(0).findLast(isRunning) ?? start()
        // One that could not be asked is on its end, also where that has not been told yet.
        const answer = await ask(reader, question)
        if (isRunning(reader)) free.push(reader)
        return rowsOf(answer)
      }),
    close: async (): Promise<void> => {
      clearTimeout(idle)
      await Promise.all([...all].map(end))
    },
  }
}
