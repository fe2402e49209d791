import { CodedError } from '#domain/errors.ts'

const LARGEST_SIDE = 4096
const HEADER = 'data:image/png;base64,'

async function redraw(drawing: string): Promise<Buffer> {
  // Loaded with the first drawing: a service at rest does without it.
  const { default: sharp } = await import('sharp')
  const bytes = Buffer.from(drawing.slice(HEADER.length), 'base64')
  const picture = sharp(bytes, { limitInputPixels: LARGEST_SIDE ** 2, failOn: 'error' })
  const { format, width, height } = await picture.metadata()
  if (format !== 'png' || Math.max(width, height) > LARGEST_SIDE) throw new CodedError('SIGNATURE_INVALID')
  return await picture.png().toBuffer()
}

/**
 * What somebody signs with its drawing read and drawn anew, so that what is kept is a picture and nothing else. Before the
 * ticket is held: nobody waits for it.
 * @throws CodedError SIGNATURE_INVALID
 */
export async function redrawn<S extends { image?: string | undefined }>(signing: S): Promise<S> {
  const { image } = signing
  if (image === undefined) return signing
  const png = await redraw(image).catch(() => {
    throw new CodedError('SIGNATURE_INVALID')
  })
  return { ...signing, image: `${HEADER}${png.toString('base64')}` }
}
