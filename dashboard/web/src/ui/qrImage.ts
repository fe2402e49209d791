import { qrSvg } from '#domain/qrSvg.ts'

/** The QR code of a text, as the address of a picture. */
export const qrImage = (text: string): string => `data:image/svg+xml,${encodeURIComponent(qrSvg(text))}`
