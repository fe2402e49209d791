import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { migrationNames } from '#database/database.ts'
import { CodedError } from '#domain/errors.ts'

export const MANIFEST = 'manifest.json'
const FORMAT = 1

/** Every file of a backup with its SHA-256, and what made it. Times are ISO 8601. */
export const Manifest = Type.Object({
  format: Type.Integer({ minimum: 1 }),
  version: Type.String(),
  madeAt: Type.String(),
  operations: Type.Object({
    dialect: Type.Union([Type.Literal('sqlite'), Type.Literal('postgres')]),
    file: Type.String({ pattern: '^operations\\.(db|pgdump)$' }),
    migrations: Type.Array(Type.String()),
  }),
  telemetry: Type.Union([Type.Literal('embedded'), Type.Literal('influx1'), Type.Literal('influx2')]),
  /** What is kept elsewhere and is not in the file. */
  leftOut: Type.Array(Type.String()),
  files: Type.Array(Type.Object({ path: Type.String(), bytes: Type.Integer(), sha256: Type.String() })),
})
export type Manifest = Static<typeof Manifest>
export type BackedUpFile = Manifest['files'][number]

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/** Every file under a folder, but the manifest itself. */
export async function listFiles(folder: string): Promise<BackedUpFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter(e => e.isFile()).map(e => join(e.parentPath, e.name))
  const files: BackedUpFile[] = []
  for (const path of paths.sort()) {
    const name = relative(folder, path)
    if (name !== MANIFEST) files.push({ path: name, bytes: (await stat(path)).size, sha256: await sha256(path) })
  }
  return files
}

export const newManifest = (rest: Omit<Manifest, 'format'>): Manifest => ({ format: FORMAT, ...rest })

/**
 * Reads the manifest of an unpacked backup.
 * @throws CodedError BACKUP_DAMAGED where there is none, BACKUP_NEWER where this version does not know its schema
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => undefined)
  if (text === undefined)
    throw new CodedError('BACKUP_DAMAGED', { missing: MANIFEST }, 'There is no manifest.json in it')
  let manifest: unknown
  try {
    manifest = JSON.parse(text)
  } catch {
    throw new CodedError('BACKUP_DAMAGED', { file: MANIFEST }, `${MANIFEST} is not JSON`)
  }
  const { format = 0, version } = Object(manifest) as Partial<Manifest>
  if (format > FORMAT)
    throw new CodedError('BACKUP_NEWER', { format }, `Its format is ${format}, of Caretaker ${version}`)
  if (!Value.Check(Manifest, manifest))
    throw new CodedError('BACKUP_DAMAGED', { file: MANIFEST }, `${MANIFEST} lacks parts`)
  const unknown = manifest.operations.migrations.filter(name => !migrationNames().includes(name))
  if (unknown.length > 0)
    throw new CodedError(
      'BACKUP_NEWER',
      { unknown },
      `Its schema is newer (${unknown.join(', ')}): Caretaker ${version}`,
    )
  return manifest
}

/** @throws CodedError BACKUP_DAMAGED with the first file that is missing, changed or too many */
export async function checkFiles(folder: string, { files }: Manifest): Promise<void> {
  const found = new Map((await listFiles(folder)).map(file => [file.path, file.sha256]))
  for (const { path, sha256: told } of files) {
    if (found.get(path) !== told)
      throw new CodedError('BACKUP_DAMAGED', { file: path }, `${path} is missing or changed`)
    found.delete(path)
  }
  const [more] = found.keys()
  if (more !== undefined) throw new CodedError('BACKUP_DAMAGED', { file: more }, `${more} is not in the manifest`)
}
