import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CodedError } from '#domain/errors.ts'

/**
 * The worker's name, made at its first start unless it is `wanted`. It lives with the spool: whoever has the folder has
 * the session.
 * @throws CodedError CONFIG_INVALID when the folder is another worker's than the one that is wanted
 */
export function workerId(dataDir: string, wanted?: string): string {
  const file = join(dataDir, 'worker-id')
  const id = readId(file) ?? makeId(file, wanted ?? randomBytes(6).toString('hex'))
  if (wanted === undefined || wanted === id) return id
  throw new CodedError('CONFIG_INVALID', { dataDir }, `${dataDir} is the folder of the worker ${id}`)
}

function readId(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return undefined
  }
}

function makeId(file: string, id: string): string {
  writeFileSync(file, `${id}\n`, { flag: 'wx', flush: true })
  return id
}
