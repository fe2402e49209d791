import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Clock } from '#domain/time.ts'
import { decode } from '../../../ingest/decode/decode.ts'
import { catalogue, equipment, messageOf, NOW } from '../../helpers/lift.ts'

const wall: Pick<Clock, 'kind' | 'now'> = { kind: 'wall', now: () => NOW }
const needs = { catalogue, equipment, clock: wall, seen: () => false }
const read = (payload: unknown, topic?: string) => decode(messageOf(payload, topic), needs)
const reasons = (payload: unknown, topic?: string) => read(payload, topic).rejections.map(r => r.reason)

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

describe('telemetry', () => {
  test('a good message becomes a reading', () => {
    const { items, lines, rejections } = read({
      ts: NOW - 1000,
      metrics: { doorMotorCurrent: 1.94, doorZone: true, carDirection: 0 },
    })
    expect(rejections).toEqual([])
    expect(items).toEqual([
      {
        kind: 'reading',
        reading: {
          site: 's1',
          gateway: 'gw1',
          equipment: 'lift-1',
          class: 'elevator',
          ts: NOW - 1000,
          receivedAt: NOW,
          metrics: { doorMotorCurrent: 1.94, doorZone: true, carDirection: 0 },
          backfill: false,
        },
      },
    ])
    expect(lines.map(line => JSON.parse(line))).toEqual(items)
  })

  test('without a time it gets the receive time; null is a value', () => {
    expect(read({ metrics: { carSpeed: null } }).items).toMatchObject([
      { reading: { ts: NOW, metrics: { carSpeed: null } } },
    ])
  })

  test.each([
    ['backfill', 'lift-1/backfill', NOW, wall, true],
    ['live telemetry of today', 'lift-1/telemetry', NOW - DAY, wall, false],
    ['live telemetry over a day old', 'lift-1/telemetry', NOW - DAY - 1, wall, true],
    [
      'an old recording that the clock follows',
      'lift-1/telemetry',
      NOW - 900 * DAY,
      { ...wall, kind: 'telemetry' },
      false,
    ],
  ] as const)('%s: history or not', (_, topic, ts, clock, backfill) => {
    const { items } = decode(messageOf({ ts, metrics: { carSpeed: 1 } }, topic), { ...needs, clock })
    expect(items).toMatchObject([{ reading: { backfill } }])
  })

  test('one bad object in a list does not take the others with it', () => {
    const decoded = read([
      { ts: NOW, metrics: { carSpeed: 1 } },
      { ts: 'yesterday', metrics: { carSpeed: 2 } },
      17,
      { ts: NOW + DAY, metrics: { carSpeed: 3 } },
      { ts: NOW, metrics: { carSpeed: 4 } },
    ])
    expect(decoded.items).toMatchObject([
      { reading: { metrics: { carSpeed: 1 } } },
      { reading: { metrics: { carSpeed: 4 } } },
    ])
    expect(decoded.rejections.map(r => [r.reason, r.payload])).toEqual([
      ['SCHEMA_INVALID', '{"ts":"yesterday","metrics":{"carSpeed":2}}'],
      ['SCHEMA_INVALID', '17'],
      ['TIMESTAMP_FUTURE', expect.stringContaining('"carSpeed":3')],
    ])
  })

  test('one bad metric does not take the others with it', () => {
    const decoded = read({ metrics: { carSpeed: 1, doorMotorCurrent: 'high', wings: 2, motorTemperature: 9_000 } })
    expect(decoded.items).toMatchObject([{ reading: { metrics: { carSpeed: 1 } } }])
    expect(decoded.rejections.map(r => [r.reason, r.detail])).toEqual([
      ['METRIC_TYPE', 'doorMotorCurrent: high is not a number'],
      ['METRIC_UNKNOWN', 'wings: 2 is not a metric of the class'],
      ['METRIC_OUT_OF_RANGE', 'motorTemperature: 9000 is outside -40 to 250 Cel'],
    ])
  })

  test('thousands of unknown metrics make one rejection', () => {
    const metrics = Object.fromEntries(Array.from({ length: 3_000 }, (_, i) => [`m${i}`, i]))
    const { rejections } = read({ metrics })
    expect(rejections).toHaveLength(1)
    expect(rejections[0]?.detail).toMatch(/and 2995 more$/)
    expect(rejections[0]?.payload.length).toBeLessThanOrEqual(2_048)
  })

  test('what is on disk already is dropped and counted', () => {
    const counted = messageOf({ ts: NOW, session: 'a', seq: 7, metrics: { carSpeed: 1 } })
    const { marks } = decode(counted, needs)
    expect(marks).toHaveLength(1)
    const again = decode(counted, { ...needs, seen: mark => marks.includes(mark) })
    expect(again).toMatchObject({ items: [], rejections: [], duplicates: 1 })
    const next = messageOf({ ts: NOW, session: 'a', seq: 8, metrics: { carSpeed: 1 } })
    expect(decode(next, { ...needs, seen: mark => marks.includes(mark) }).items).toHaveLength(1)
  })

  test('objects of one list may share a number', () => {
    const list = [1, 2].map(carSpeed => ({ ts: NOW + carSpeed, session: 'a', seq: 7, metrics: { carSpeed } }))
    expect(read(list).items).toHaveLength(2)
  })
})

describe('what cannot be used is refused with its reason', () => {
  const one = (value: unknown) => ({ metrics: { carSpeed: value } })
  test.each([
    ['no JSON', '{"metrics":', 'JSON_INVALID'],
    ['nothing', '', 'JSON_INVALID'],
    ['NaN', '{"metrics":{"carSpeed":NaN}}', 'JSON_INVALID'],
    ['Infinity', '{"metrics":{"carSpeed":Infinity}}', 'JSON_INVALID'],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'JSON_INVALID'],
    ['a prototype key', '{"metrics":{"__proto__":1,"carSpeed":1}}', 'JSON_INVALID'],
    ['a hidden prototype key', '{"metrics":{"\\u005f_proto__":{"x":1}}}', 'JSON_INVALID'],
    ['a number alone', '5', 'SCHEMA_INVALID'],
    ['null', 'null', 'SCHEMA_INVALID'],
    ['no metrics', '{"ts":1}', 'SCHEMA_INVALID'],
    ['empty metrics', { metrics: {} }, 'SCHEMA_INVALID'],
    ['a negative time', { ts: -1, metrics: { carSpeed: 1 } }, 'SCHEMA_INVALID'],
    ['half a millisecond', { ts: 1.5, metrics: { carSpeed: 1 } }, 'SCHEMA_INVALID'],
    ['a negative number of a message', { seq: -1, ...one(1) }, 'SCHEMA_INVALID'],
    ['an empty list', [], 'SCHEMA_INVALID'],
    ['a list of 501', Array.from({ length: 501 }, () => one(1)), 'SCHEMA_INVALID'],
    ['an unknown metric', { metrics: { wings: 2 } }, 'METRIC_UNKNOWN'],
    ['the name of an inherited property', { metrics: { toString: 2 } }, 'METRIC_UNKNOWN'],
    ['a string for a number', one('fast'), 'METRIC_TYPE'],
    ['a boolean for a number', one(true), 'METRIC_TYPE'],
    ['an object for a number', one({ a: 1 }), 'METRIC_TYPE'],
    ['a number for a boolean', { metrics: { doorZone: 1 } }, 'METRIC_TYPE'],
    ['half a state', { metrics: { carDirection: 0.5 } }, 'METRIC_TYPE'],
    ['a number that overflows', '{"metrics":{"carSpeed":1e999}}', 'METRIC_NOT_FINITE'],
    ['1e308', one(1e308), 'METRIC_OUT_OF_RANGE'],
    ['a state that does not exist', { metrics: { carDirection: 9 } }, 'METRIC_OUT_OF_RANGE'],
    ['a moment beyond five minutes', { ts: NOW + 5 * MINUTE + 1, ...one(1) }, 'TIMESTAMP_FUTURE'],
    ['tomorrow', { ts: NOW + DAY, ...one(1) }, 'TIMESTAMP_FUTURE'],
    ['64 KiB and a byte', `${' '.repeat(65_537 - 29)}{"metrics":{"carSpeed":1.00}}`, 'PAYLOAD_TOO_LARGE'],
  ])('%s', (_, payload, reason) => {
    const decoded = read(payload)
    expect(decoded.items).toEqual([])
    expect(decoded.rejections.map(r => r.reason)).toEqual([reason])
    expect(decoded.rejections[0]).toMatchObject({ receivedAt: NOW, gateway: 'gw1', topic: messageOf('').topic })
    expect(decoded.rejections[0]?.detail).not.toBe('')
  })

  test('five minutes ahead is still taken', () => {
    expect(reasons({ ts: NOW + 5 * MINUTE, metrics: { carSpeed: 1 } })).toEqual([])
  })

  test.each([
    ['equipment that nobody registered', 'lift-2/telemetry', 'EQUIPMENT_UNKNOWN'],
    ['equipment of another gateway', 'lift-9/telemetry', 'EQUIPMENT_UNKNOWN'],
    ['a topic of another gateway', '/facility/v1/s1/gw9/lift-9/telemetry', 'TOPIC_UNKNOWN'],
    ['a topic of another site', '/facility/v1/s2/gw1/lift-1/telemetry', 'TOPIC_UNKNOWN'],
    ['a topic outside the contract', '/facility/v1/s1/gw1/lift-1/command', 'TOPIC_UNKNOWN'],
  ])('%s', (_, topic, reason) => {
    expect(reasons({ metrics: { carSpeed: 1 } }, topic)).toEqual([reason])
  })
})

describe('events, states and births', () => {
  test('an event names a fault of the class', () => {
    const { items } = read({ ts: NOW - 5, code: 'ELV-TRAP', active: true, detail: { floor: 3 } }, 'lift-1/event')
    expect(items).toEqual([
      {
        kind: 'event',
        site: 's1',
        gateway: 'gw1',
        equipment: 'lift-1',
        class: 'elevator',
        receivedAt: NOW,
        event: { ts: NOW - 5, code: 'ELV-TRAP', active: true, detail: { floor: 3 } },
      },
    ])
  })

  test.each([
    ['an unknown fault', { code: 'ELV-HAUNTED', active: true }, 'FAULT_UNKNOWN'],
    ['no flag', { code: 'ELV-TRAP' }, 'SCHEMA_INVALID'],
    ['tomorrow', { ts: NOW + DAY, code: 'ELV-TRAP', active: true }, 'TIMESTAMP_FUTURE'],
  ])('an event with %s is refused', (_, payload, reason) => {
    expect(reasons(payload, 'lift-1/event')).toEqual([reason])
  })

  test('an event nested too deep to be written is refused, not lost', () => {
    const depth = 30_000
    const payload = `{"code":"ELV-TRAP","active":true,"detail":${'['.repeat(depth)}${']'.repeat(depth)}}`
    expect(reasons(payload, 'lift-1/event')).toEqual(['SCHEMA_INVALID'])
  })

  test('state and birth of a gateway', () => {
    expect(read({ online: true, session: 'a' }, 'state').items).toMatchObject([
      { kind: 'state', gateway: 'gw1', receivedAt: NOW },
    ])
    const birth = { session: 'a', ts: NOW, equipment: [{ id: 'lift-1', class: 'elevator' }] }
    expect(read(birth, 'birth').items).toEqual([{ kind: 'birth', site: 's1', gateway: 'gw1', receivedAt: NOW, birth }])
    expect(reasons({ online: 'yes', session: 'a' }, 'state')).toEqual(['SCHEMA_INVALID'])
    expect(reasons({ session: 'a' }, 'birth')).toEqual(['SCHEMA_INVALID'])
  })
})

describe('whatever comes', () => {
  const topics = fc.constantFrom('lift-1/telemetry', 'lift-1/backfill', 'lift-1/event', 'state', 'birth', 'nonsense')
  const accounted = (payload: unknown, topic: string) => {
    const { items, lines, rejections } = read(payload, topic)
    expect(items.length + rejections.length).toBeGreaterThan(0)
    expect(lines).toHaveLength(items.length)
  }

  test('any bytes are either an item or a rejection', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), topics, (bytes, topic) => accounted(Buffer.from(bytes), topic)),
    )
  })

  test('any JSON is either an item or a rejection', () => {
    fc.assert(
      fc.property(fc.jsonValue(), topics, (json, topic) => accounted(JSON.stringify(json), topic)),
      { numRuns: 300 },
    )
  })

  test('of any values of known and unknown metrics, each is kept or refused, and a kept one is physical', () => {
    const name = fc.constantFrom('carSpeed', 'doorZone', 'carDirection', 'wings', 'tripCount')
    const value = fc.oneof(fc.double(), fc.integer(), fc.boolean(), fc.constant(null), fc.string(), fc.constant(1e308))
    fc.assert(
      fc.property(fc.dictionary(name, value, { minKeys: 1 }), metrics => {
        const { items, rejections } = read({ metrics })
        const kept = items[0]?.kind === 'reading' ? items[0].reading.metrics : {}
        const refused = rejections.flatMap(r => r.detail.split('; ').map(text => text.split(':')[0]))
        for (const metric of Object.keys(metrics)) expect(metric in kept !== refused.includes(metric)).toBe(true)
        for (const [metric, number] of Object.entries(kept)) {
          const { physical } = catalogue.classes.get('elevator')?.metric.get(metric) ?? {}
          if (physical && number !== null) {
            expect(number).toBeGreaterThanOrEqual(physical.min)
            expect(number).toBeLessThanOrEqual(physical.max)
          }
        }
      }),
      { numRuns: 300 },
    )
  })
})
