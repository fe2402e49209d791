import { DatabaseSync } from 'node:sqlite'
import { asKyselyDatabase } from '../nodeSqlite.ts'
import type { Answer, Question } from './readerProcesses.ts'

/** How long a statement waits while the log is being recovered. */
const BUSY_MS = 5000

const [file = ''] = process.argv.slice(2)
const database = asKyselyDatabase(new DatabaseSync(file, { readOnly: true, timeout: BUSY_MS }))

function answer({ sql, parameters }: Question): Answer {
  try {
    return { rows: database.prepare(sql).all(parameters) }
  } catch (error) {
    return { error: { ...(error as Error), message: (error as Error).message } }
  }
}

// An answer for which the service has ended meanwhile is for nobody.
process.on('message', question => process.send?.(answer(question as Question), () => undefined))
process.on('disconnect', () => process.exit())
// A terminal's interrupt reaches every process of its group; this one ends when the service no longer needs it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)
