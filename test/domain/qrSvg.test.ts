import decodeQR from 'qr/decode.js'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { qrSvg } from '#domain/qrSvg.ts'

test('it is read back, on a dark page and from a photo that is askew as well', async () => {
  const address = 'https://care.example/l/ABCDEFGHJKMNP2'
  const code = sharp(Buffer.from(qrSvg(address)), { density: 300 }).resize(500)
  const photo = code.flatten({ background: '#000' }).rotate(8, { background: '#222' })
  const { data, info } = await photo.ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  expect(decodeQR({ width: info.width, height: info.height, data }, { timeLimit: 5000 })).toBe(address)
})
