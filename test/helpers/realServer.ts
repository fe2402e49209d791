import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Where Debian's packages put servers besides the folders on PATH. */
const MORE_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/usr/lib/postgresql/15/bin']

function findBinary(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...MORE_FOLDERS]
  return folders
    .map(folder => join(folder, name))
    .find(path => {
      try {
        accessSync(path, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}

/**
 * The path of a real server's binary: `describe.skipIf(influxd === undefined)(...)`.
 * Undefined lets a developer without the server skip its suite.
 * @throws Error when it is missing in CI, where nothing may be skipped
 */
export function requireBinary(name: string): string | undefined {
  const path = findBinary(name)
  if (path === undefined && process.env.CI) throw new Error(`${name} is not installed; .ci/run installs it from Debian`)
  return path
}
