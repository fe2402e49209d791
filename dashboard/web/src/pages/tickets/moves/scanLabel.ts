interface Detector {
  detect(image: ImageBitmapSource): Promise<{ rawValue: string }[]>
}
type DetectorClass = new (options: { formats: string[] }) => Detector

const detectorClass = (): DetectorClass | undefined =>
  (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector

/** Whether this browser can read a QR code from a photo by itself (Barcode Detection API; Chrome on Android can). */
export const canScan = (): boolean => detectorClass() !== undefined

/** What the QR code on a photo says; undefined when there is none to be seen. */
export async function readLabel(photo: Blob): Promise<string | undefined> {
  const Found = detectorClass()
  if (!Found) return undefined
  const codes = await new Found({ formats: ['qr_code'] }).detect(await createImageBitmap(photo))
  return codes[0]?.rawValue
}
