import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { CodedError } from '#domain/errors.ts'

const run = promisify(execFile)

/**
 * The address of a database without its password, which goes into a file for libpq (PostgreSQL 15, 34.16): the address
 * is seen by everybody in the list of processes.
 */
async function withoutPassword(url: string, passFile: string): Promise<string> {
  const address = new URL(url)
  const password = decodeURIComponent(address.password)
  if (password === '') return url
  await writeFile(passFile, `*:*:*:*:${password.replace(/[\\:]/g, '\\$&')}\n`, { mode: 0o600 })
  address.password = ''
  address.searchParams.set('passfile', passFile)
  return address.href
}

interface PgWork {
  url: string
  /** The dump, written or read. */
  file: string
  /** Where the password may be put for the time of the work. */
  passFile: string
}

/** @throws CodedError BACKUP_FAILED with what the program says, or that it is not there */
async function runTool(tool: 'pg_dump' | 'pg_restore', args: readonly string[]): Promise<void> {
  try {
    await run(tool, args)
  } catch (error) {
    const { code, stderr = '' } = error as { code?: unknown; stderr?: string }
    const why = code === 'ENOENT' ? `${tool} is not installed (PostgreSQL's client programs)` : stderr.trim()
    throw new CodedError('BACKUP_FAILED', { tool }, `${tool}: ${why}`)
  }
}

/** Dumps a database by PostgreSQL's own program, as of one moment. */
export async function dump({ url, file, passFile }: PgWork): Promise<void> {
  const from = await withoutPassword(url, passFile)
  await runTool('pg_dump', ['--format=custom', '--no-owner', '--no-privileges', `--file=${file}`, `--dbname=${from}`])
}

/** Fills an empty database from a dump, all or nothing. */
export async function undump({ url, file, passFile }: PgWork): Promise<void> {
  const to = await withoutPassword(url, passFile)
  const whole = ['--single-transaction', '--exit-on-error', '--no-owner', '--no-privileges']
  await runTool('pg_restore', [...whole, `--dbname=${to}`, file])
}
