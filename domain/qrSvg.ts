import encodeQR from 'qr'

/** A QR code (ISO/IEC 18004, level M, with its quiet zone of four modules) as an SVG, dark on white whatever lies behind it. */
export const qrSvg = (text: string): string =>
  encodeQR(text, 'svg', { ecc: 'medium', border: 4 }).replace('>', '><path fill="#fff" d="M0 0h999v999H0z"/>')
