import fc from 'fast-check'
import { generate, parser } from 'mqtt-packet'
import { describe, expect, test } from 'vitest'
import { createFrameFilter } from '../../broker/frameFilter.ts'

const limits = { connectBytes: 100, packetBytes: 1_000, clippedBytes: 3_000 }
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

type Cuts = readonly number[]
const anyCuts = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 })

const cut = (stream: Uint8Array, sizes: Cuts): Uint8Array[] => {
  const chunks: Uint8Array[] = []
  for (let at = 0, i = 0; at < stream.length; i++) {
    const size = sizes[i % sizes.length] as number
    chunks.push(stream.subarray(at, at + size))
    at += size
  }
  return chunks
}
const filterAll = (chunks: readonly Uint8Array[]) => {
  const filter = createFrameFilter(limits)
  const results = chunks.map(filter)
  return {
    bytes: Buffer.concat(results.map(({ bytes }) => bytes)),
    packets: results.reduce((sum, { packets }) => sum + packets, 0),
    problem: results.find(({ problem }) => problem !== undefined)?.problem,
  }
}
const problemOf = (...chunks: Uint8Array[]) => filterAll(chunks).problem

describe('the frame guard', () => {
  test('passes packets that keep to the limits on unchanged, however they are cut', () => {
    const stream = Buffer.concat([connect, publish(0), publish(900), generate({ cmd: 'pingreq' }), publish(500)])
    fc.assert(
      fc.property(anyCuts, sizes => {
        expect(filterAll(cut(stream, sizes))).toEqual({ bytes: stream, packets: 5, problem: undefined })
      }),
    )
  })

  test('cuts a PUBLISH over the limit short, however it arrives, and the packets around it stay whole', () => {
    const stream = Buffer.concat([connect, publish(2_500), publish(10), publish(1_200), generate({ cmd: 'pingreq' })])
    fc.assert(
      fc.property(anyCuts, sizes => {
        const { bytes, problem } = filterAll(cut(stream, sizes))
        expect(problem).toBeUndefined()
        const seen: number[] = []
        const read = parser()
        read.on('packet', packet => seen.push(packet.cmd === 'publish' ? packet.payload.length : -1))
        read.parse(bytes)
        // 995 bytes of body are kept: 1000 without the longest header; 5 of them are topic and message id.
        expect(seen).toEqual([-1, 990, 10, 990, -1])
      }),
    )
  })

  test('never throws and never grows a stream, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 })), chunks => {
        const sent = [connect, ...chunks]
        expect(filterAll(sent).bytes.length).toBeLessThanOrEqual(Buffer.concat(sent).length)
      }),
    )
  })

  test('ends at a packet far over the limit when its header is there, not when its bytes are', () => {
    const header = publish(5_000).subarray(0, 3)
    expect(problemOf(connect, header)).toMatch(/over the limit of 1000/)
    expect(problemOf(connect, Buffer.concat([publish(10), header]))).toMatch(/over the limit/)
  })

  test('only a PUBLISH is cut short', () => {
    expect(problemOf(connect, Buffer.from([0x82, 0xd0, 0x0f]))).toMatch(/over the limit of 1000/)
  })

  test('a large CONNECT ends the stream', () => {
    expect(problemOf(Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]))).toMatch(/over the limit of 100/)
  })

  test('anything but CONNECT at first ends the stream (MQTT-3.1.0-1)', () => {
    expect(problemOf(Buffer.from('GET / HTTP/1.1\r\n'))).toMatch(/not CONNECT/)
    expect(problemOf(publish(1))).toMatch(/not CONNECT/)
  })

  test('a length that never ends ends the stream (MQTT 3.1.1 §2.2.3)', () => {
    expect(problemOf(connect, Buffer.from([0x30, 0x80, 0x80, 0x80, 0x80, 0x80]))).toMatch(/four bytes/)
  })
})
