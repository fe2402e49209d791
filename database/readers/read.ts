import { DatabaseSync } from 'node:sqlite'
import { workerData } from 'piscina'
import { asKyselyDatabase } from '../nodeSqlite.ts'

/** A statement and what it is asked with. */
export interface Question {
  sql: string
  parameters: readonly unknown[]
}

/** How long a statement waits while the log is being recovered. */
const BUSY_MS = 5000

const database = asKyselyDatabase(new DatabaseSync(workerData.file, { readOnly: true, timeout: BUSY_MS }))

/** Runs on a thread of its own, which has one connection. @returns the rows */
export const read = ({ sql, parameters }: Question): unknown[] => database.prepare(sql).all(parameters)
