import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, describe } from 'vitest'
import { startPostgres } from '../helpers/postgres.ts'
import { requireBinary } from '../helpers/realServer.ts'
import { tempDir } from '../helpers/tempDir.ts'

/** Where a process works that is killed, and the one after it: in SQLite, or in PostgreSQL at `url`. */
export interface Place {
  dataDir: string
  url?: string
}

/** Runs a program of this folder to its end. @returns what ended it: a signal, or null once all is done */
export async function inOwnProcess(program: string, { dataDir, url = '' }: Place, args: string[]): Promise<unknown> {
  const child = fork(join(import.meta.dirname, program), [dataDir, url, ...args])
  const [, signal] = await once(child, 'exit')
  return signal
}

/** The same tests on SQLite, and on PostgreSQL where it is installed, each in empty places. */
export function describeOnBoth(what: string, tests: (place: () => Promise<Place>) => void): void {
  describe(`${what} on SQLite`, () => tests(async () => ({ dataDir: await tempDir() })))
  const postgres = requireBinary('postgres')
  describe.skipIf(postgres === undefined)(`${what} on PostgreSQL`, async () => {
    const server = postgres === undefined ? undefined : await startPostgres(postgres)
    afterAll(() => server?.stop())
    tests(async () => ({ dataDir: await tempDir(), url: (await server?.fresh()) ?? '' }))
  })
}
