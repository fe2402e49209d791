import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import pLimit from 'p-limit'
import { CodedError } from '#domain/errors.ts'
import type { IntakePolicy } from '#domain/intake.ts'

/** A photo as it goes into its row. */
export interface NewPhoto {
  file: string
  source: string
  width: number
  height: number
  bytes: number
}

const FORMATS: readonly string[] = ['jpeg', 'png', 'webp', 'heif']
const FOLDER = 'photos'
const MEBIBYTE = 1_048_576
/** What a picture may unpack to: a small file can hold a huge one. */
const MAX_PIXELS = 60_000_000
const QUALITY = 80

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** One at a time: a picture takes a core and some hundred MiB while it is unpacked. */
const oneByOne = pLimit(1)

async function reencode(
  bytes: Buffer,
  longestSidePx: number,
): Promise<{ data: Buffer; width: number; height: number }> {
  // Loaded with the first photo: a service at rest does without it.
  const { default: sharp } = await import('sharp')
  const options = { limitInputPixels: MAX_PIXELS, failOn: 'error' as const, pages: 1 }
  const { format } = await sharp(bytes, options).metadata()
  if (!FORMATS.includes(format ?? '')) throw new CodedError('PHOTO_INVALID', { formats: FORMATS })
  const size = { width: longestSidePx, height: longestSidePx, fit: 'inside' as const, withoutEnlargement: true }
  const made = sharp(bytes, options)
    .autoOrient()
    .resize(size)
    .flatten({ background: '#fff' })
    .jpeg({ quality: QUALITY })
  const { data, info } = await made.toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

/**
 * Reads a photo by its content, whatever its name, and makes a JPEG of it, upright, no longer than the policy says and
 * without metadata: neither place nor device is kept.
 * @throws CodedError PHOTO_INVALID, PHOTO_TOO_LARGE
 */
export async function encodePhoto(
  bytes: Buffer,
  { maxMegabytes, longestSidePx }: IntakePolicy['photos'],
): Promise<Omit<NewPhoto, 'file'> & { jpeg: Buffer }> {
  if (bytes.length > maxMegabytes * MEBIBYTE) throw new CodedError('PHOTO_TOO_LARGE', { maxMegabytes })
  try {
    const { data, width, height } = await oneByOne(() => reencode(bytes, longestSidePx))
    return { jpeg: data, width, height, bytes: data.length, source: sha256(bytes) }
  } catch (error) {
    if (error instanceof CodedError) throw error
    throw new CodedError('PHOTO_INVALID', { formats: FORMATS })
  }
}

/** Puts a photo on disk under the hash of its content. @returns its name in the folder of the photos */
export async function keepPhoto(dataDir: string, jpeg: Buffer): Promise<string> {
  const hash = sha256(jpeg)
  const name = join(hash.slice(0, 2), `${hash}.jpg`)
  const path = join(dataDir, FOLDER, name)
  await mkdir(dirname(path), { recursive: true })
  const part = `${path}.${randomUUID()}.part`
  const file = await open(part, 'wx')
  try {
    await file.writeFile(jpeg)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(part, path)
  return name
}

/** Keeping a photo with its row, and removing one that has none, never overlap: otherwise a file could go just before its row comes. */
export const exclusively = pLimit(1)

/** Every file of the photos, whatever left it there. @yields names in the folder of the photos */
export async function* keptFiles(dataDir: string): AsyncGenerator<string> {
  const root = join(dataDir, FOLDER)
  for (const folder of await readdir(root).catch(() => []))
    for (const file of await readdir(join(root, folder)).catch(() => [])) yield join(folder, file)
}

export const removePhoto = (dataDir: string, name: string): Promise<void> =>
  rm(join(dataDir, FOLDER, name), { force: true })

export const readPhoto = (dataDir: string, name: string): Promise<Buffer> => readFile(join(dataDir, FOLDER, name))
