import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The worker's name, made at its first start. It lives with the spool: whoever has the folder has the session. */
export function workerId(dataDir: string): string {
  const file = join(dataDir, 'worker-id')
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    const id = randomBytes(6).toString('hex')
    writeFileSync(file, `${id}\n`, { flag: 'wx', flush: true })
    return id
  }
}
