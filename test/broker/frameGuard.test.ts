import fc from 'fast-check'
import { generate } from 'mqtt-packet'
import { describe, expect, test } from 'vitest'
import { createFrameWatch } from '../../broker/frameGuard.ts'

const limits = { connectBytes: 100, packetBytes: 1_000 }
const connect = generate({
  cmd: 'connect',
  clientId: 'gw1',
  protocolId: 'MQTT',
  protocolVersion: 4,
  keepalive: 60,
  clean: true,
})
const publish = (bytes: number) =>
  generate({
    cmd: 'publish',
    topic: 'a',
    payload: Buffer.alloc(bytes),
    qos: 1,
    messageId: 1,
    dup: false,
    retain: false,
  })

const watchAll = (...chunks: Uint8Array[]) => {
  const watch = createFrameWatch(limits)
  return chunks.map(watch).find(problem => problem !== undefined)
}

describe('the frame guard', () => {
  test('lets packets through that keep to the limits, however they are cut', () => {
    const stream = Buffer.concat([connect, publish(0), publish(900), generate({ cmd: 'pingreq' }), publish(500)])
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 }), sizes => {
        const watch = createFrameWatch(limits)
        for (let at = 0, i = 0; at < stream.length; i++) {
          const size = sizes[i % sizes.length] as number
          expect(watch(stream.subarray(at, at + size))).toBeUndefined()
          at += size
        }
      }),
    )
  })

  test('ends at a packet over the limit when its header is there, not when its bytes are', () => {
    const header = publish(5_000).subarray(0, 3)
    expect(watchAll(connect, header)).toMatch(/over the limit of 1000/)
    expect(watchAll(connect, Buffer.concat([publish(10), header]))).toMatch(/over the limit/)
  })

  test('a large CONNECT ends the stream', () => {
    expect(watchAll(Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]))).toMatch(/over the limit of 100/)
  })

  test('anything but CONNECT at first ends the stream', () => {
    expect(watchAll(Buffer.from('GET / HTTP/1.1\r\n'))).toMatch(/not CONNECT/)
    expect(watchAll(publish(1))).toMatch(/not CONNECT/)
  })

  test('a length that never ends ends the stream', () => {
    expect(watchAll(connect, Buffer.from([0x30, 0x80, 0x80, 0x80, 0x80, 0x80]))).toMatch(/four bytes/)
  })
})
