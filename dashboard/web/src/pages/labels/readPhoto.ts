/** The longer side of what is looked at, in pixels; a phone's photo is some 4000. */
const SIDE = 1600
/** How long a photo is looked at, in milliseconds. */
const PATIENCE_MS = 3000

async function pixelsOf(photo: Blob): Promise<ImageData | undefined> {
  const picture = await createImageBitmap(photo)
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  context?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return context?.getImageData(0, 0, canvas.width, canvas.height)
}

/** What the QR code on a photo says; undefined when there is none to be seen. */
export async function readPhoto(photo: Blob): Promise<string | undefined> {
  const [{ default: decodeQR }, pixels] = await Promise.all([import('qr/decode.js'), pixelsOf(photo)])
  if (!pixels) return undefined
  try {
    return decodeQR(pixels, { timeLimit: PATIENCE_MS })
  } catch {
    return undefined
  }
}
