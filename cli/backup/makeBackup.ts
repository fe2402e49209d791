import { copyFile, link, mkdir, mkdtemp, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { create } from 'tar'
import type { Config } from '#config'
import { askForCopies, type Lent } from '#database/copies/askForCopies.ts'
import { copyOperations } from '#database/copies/operations.ts'
import { lockDataDir } from '#database/dataDirLock.ts'
import { CodedError } from '#domain/errors.ts'
import { copySpoolFile, openTelemetryStore } from '#ingest'
import { listFiles, MANIFEST, type Manifest, newManifest } from './manifest.ts'
import { syncFolder } from './syncFolder.ts'

export interface BackupNeeds {
  config: Config
  /** The file to be made. */
  out: string
  version: string
  /** Told of each step in words. */
  onStep(step: string): void
}

const PHOTOS = 'photos'
const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** The copies of a service that is stopped: its folder is held meanwhile, so that none starts. @throws CodedError DATA_DIR_IN_USE, BACKUP_FAILED */
async function copyByOneself(config: Config): Promise<Lent> {
  const { dataDir } = config
  if (!(await exists(join(dataDir, 'spool.db'))))
    throw new CodedError('BACKUP_FAILED', { dataDir }, `There is nothing to back up in ${dataDir}`)
  const lock = lockDataDir(dataDir)
  const folder = await mkdtemp(join(dataDir, 'copies-'))
  const letGo = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true })
    await lock.close()
  }
  try {
    await copySpoolFile(join(dataDir, 'spool.db'), join(folder, 'spool.db'))
    if (config.influx === undefined && (await exists(join(dataDir, 'telemetry.duckdb')))) {
      const store = await openTelemetryStore(config)
      const copied = store.copyTo?.(join(folder, 'telemetry.duckdb'), new AbortController().signal)
      await copied?.finally(store.close)
    }
    return { folder, letGo }
  } catch (error) {
    await letGo()
    throw error
  }
}

/** A second name for each photo, so that none goes meanwhile; photos never change under their names. */
async function keepPhotos(from: string, to: string): Promise<void> {
  for (const folder of await readdir(from).catch(() => [])) {
    await mkdir(join(to, folder), { recursive: true })
    for (const file of await readdir(join(from, folder)))
      if (file.endsWith('.jpg')) {
        const [old, copy] = [join(from, folder, file), join(to, folder, file)]
        await link(old, copy).catch(error => {
          // Its time was over just now.
          if (error.code !== 'ENOENT') return copyFile(old, copy)
        })
      }
  }
}

function leftOut({ databaseUrl, influx, storedByWorkers, mqttUrl }: Config): string[] {
  return [
    'the settings (environment variables) and the TLS certificates',
    ...(influx ? [`telemetry: in InfluxDB ${influx.version}, which has a backup of its own`] : []),
    ...(storedByWorkers ? ['what waits in the folders of the ingest workers'] : []),
    ...(mqttUrl === undefined ? [] : ['what the outside broker keeps']),
    ...(databaseUrl === undefined ? [] : ['roles and settings of the PostgreSQL server']),
  ]
}

/** A place that cannot be written is told at once, not after all has been copied. */
async function reserve(out: string, part: string): Promise<void> {
  if (await exists(out)) throw new CodedError('BACKUP_EXISTS', { file: out }, `${out} is there already`)
  await writeFile(part, '', { mode: 0o600 })
}

/** One compressed file of a folder: it has its name only when it is whole and on disk. */
async function pack(folder: string, paths: readonly string[], { part, out }: { part: string; out: string }) {
  await create({ gzip: { level: 1 }, cwd: folder, file: part, portable: true }, [...paths])
  const file = await open(part, 'r+')
  await file.sync()
  await file.close()
  await rename(part, out)
  await syncFolder(dirname(out))
}

/** What the system refuses (no such folder, no right, no room) is told in its words. */
function asFailed(error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException
  return error instanceof CodedError || code === undefined ? error : new CodedError('BACKUP_FAILED', { code }, message)
}

const inMib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`

async function fill(
  { config, version, onStep }: BackupNeeds,
  target: { part: string; out: string },
): Promise<Manifest> {
  const { dataDir, databaseUrl, influx } = config
  const madeAt = new Date().toISOString()
  onStep('copying the spool and the telemetry')
  const { folder, letGo } = (await askForCopies(dataDir)) ?? (await copyByOneself(config))
  try {
    onStep('copying the operations database')
    const operations = await copyOperations({ dataDir, url: databaseUrl }, folder)
    onStep('collecting the photos')
    await keepPhotos(join(dataDir, PHOTOS), join(folder, PHOTOS))
    const files = await listFiles(folder)
    const telemetry = influx ? (`influx${influx.version}` as const) : 'embedded'
    const manifest = newManifest({ version, madeAt, operations, telemetry, leftOut: leftOut(config), files })
    await writeFile(join(folder, MANIFEST), `${JSON.stringify(manifest, undefined, 2)}\n`)
    onStep(`packing ${files.length} files, ${inMib(files.reduce((sum, { bytes }) => sum + bytes, 0))}`)
    await pack(folder, [MANIFEST, ...files.map(({ path }) => path)], target)
    return manifest
  } finally {
    await letGo()
  }
}

/**
 * Writes all that the service keeps into one file, while it runs or is stopped (docs/backup.md).
 * @throws CodedError BACKUP_EXISTS, BACKUP_FAILED, DATA_DIR_IN_USE, DATABASE_UNAVAILABLE
 */
export async function makeBackup(needs: BackupNeeds): Promise<Manifest> {
  const out = resolve(needs.out)
  const part = `${out}.part`
  try {
    await reserve(out, part)
    return await fill(needs, { part, out })
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined)
    throw asFailed(error)
  }
}
