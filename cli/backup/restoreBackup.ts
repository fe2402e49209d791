import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { extract } from 'tar'
import type { Config } from '#config'
import { refuseFullDatabase, reviveOperations } from '#database/copies/operations.ts'
import { lockAnyDataDir, restoringIn } from '#database/dataDirLock.ts'
import { CodedError } from '#domain/errors.ts'
import { checkFiles, MANIFEST, type Manifest, readManifest } from './manifest.ts'
import { syncFolder } from './syncFolder.ts'

export interface RestoreNeeds {
  config: Config
  /** The file to be read. */
  from: string
  /** Told of each step in words. */
  onStep(step: string): void
}

const LOCK = 'lock.db'

/** What an earlier restoring left is not whole, and is its alone: the service does not start beside it. */
async function clear(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true })
  const there = (await readdir(dataDir)).filter(name => name !== LOCK)
  if (there.includes('restoring')) {
    for (const name of there) if (name !== 'restoring') await rm(join(dataDir, name), { recursive: true })
    await rm(restoringIn(dataDir), { recursive: true })
  } else if (there.length > 0)
    throw new CodedError('DATA_DIR_NOT_EMPTY', { dataDir, found: there.slice(0, 10) }, `${dataDir} is not empty`)
}

async function unpack(from: string, folder: string): Promise<void> {
  await mkdir(folder)
  try {
    const isFile = (entry: object): boolean => !('type' in entry) || entry.type === 'File' || entry.type === 'Directory'
    // Not beside the event loop: told of the first damage, that would still be writing files into what is cleared then.
    extract({ file: from, cwd: folder, strict: true, sync: true, filter: (_path, entry) => isFile(entry) })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'EACCES' || code === 'ENOSPC')
      throw new CodedError('BACKUP_FAILED', { file: from }, (error as Error).message)
    throw new CodedError('BACKUP_DAMAGED', { file: from }, `${from} cannot be unpacked: ${(error as Error).message}`)
  }
}

/** A backup goes on with the kinds of databases that it is of. @throws CodedError BACKUP_OTHER_KIND */
function refuseOtherKind({ operations, telemetry }: Manifest, { databaseUrl, influx }: Config): void {
  const set = {
    operations: databaseUrl === undefined ? 'sqlite' : 'postgres',
    telemetry: influx ? `influx${influx.version}` : 'embedded',
  }
  const made = { operations: operations.dialect, telemetry }
  if (set.operations === made.operations && set.telemetry === made.telemetry) return
  const words = `It is of ${made.operations} and ${made.telemetry}, the settings name ${set.operations} and ${set.telemetry}`
  throw new CodedError('BACKUP_OTHER_KIND', { made, set }, words)
}

/** All goes to its place, the operations database last: before that the folder still counts as not whole. */
async function moveIn(dataDir: string): Promise<void> {
  const folder = restoringIn(dataDir)
  await rm(join(folder, MANIFEST))
  for (const name of (await readdir(folder)).sort().reverse()) await rename(join(folder, name), join(dataDir, name))
  await syncFolder(dataDir)
  await rm(folder, { recursive: true })
  await syncFolder(dataDir)
}

/** Unpacks and looks at everything before anything is changed but the folder for it. @throws CodedError see `restoreBackup` */
async function unpackChecked({ config, from, onStep }: RestoreNeeds, folder: string): Promise<Manifest> {
  onStep('unpacking')
  await unpack(from, folder)
  const manifest = await readManifest(folder)
  refuseOtherKind(manifest, config)
  onStep(`checking ${manifest.files.length} files`)
  await checkFiles(folder, manifest)
  return manifest
}

/**
 * Makes an empty DATA_DIR (and, with DATABASE_URL, an empty database) what a backup holds (docs/backup.md).
 * @throws CodedError DATA_DIR_NOT_EMPTY, DATA_DIR_IN_USE, DATABASE_NOT_EMPTY, DATABASE_UNAVAILABLE, BACKUP_DAMAGED,
 *   BACKUP_NEWER, BACKUP_OTHER_KIND, BACKUP_FAILED
 */
export async function restoreBackup(needs: RestoreNeeds): Promise<Manifest> {
  const { dataDir, databaseUrl: url } = needs.config
  const folder = restoringIn(dataDir)
  await clear(dataDir)
  const lock = lockAnyDataDir(dataDir)
  try {
    await refuseFullDatabase({ dataDir, url })
    const manifest = await unpackChecked(needs, folder).catch(async error => {
      await rm(folder, { recursive: true, force: true })
      throw error
    })
    needs.onStep('restoring the operations database')
    await reviveOperations({ dataDir, url }, folder, manifest.operations.file)
    await moveIn(dataDir)
    return manifest
  } finally {
    await lock.close()
  }
}
