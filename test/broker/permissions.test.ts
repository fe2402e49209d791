import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mayReceive, maySubscribe, whyNotPublish } from '../../broker/permissions.ts'

const gw1 = { gateway: 'gw1', site: 's1' }

describe('what a gateway may publish', () => {
  test.each([
    'facility/v1/s1/gw1/state',
    'facility/v1/s1/gw1/birth',
    'facility/v1/s1/gw1/lift-1/telemetry',
    'facility/v1/s1/gw1/lift-1/event',
    'facility/v1/s1/gw1/lift-1/backfill',
  ])('%s', topic => {
    expect(whyNotPublish(gw1, { topic, retain: false })).toBeUndefined()
  })

  test.each([
    ['another gateway of the site', 'facility/v1/s1/gw2/lift-1/telemetry'],
    ['another site', 'facility/v1/s2/gw1/lift-1/telemetry'],
    ['a fault of the site', 'facility/v1/s1/fault/lift-1/LIF-OVERSPEED'],
    ['a ticket of the site', 'facility/v1/s1/ticket/t-1'],
    ['a gateway that only begins alike', 'facility/v1/s1/gw12/state'],
    ['a topic of its own invention', 'facility/v1/s1/gw1/lift-1/command'],
    ['a longer topic', 'facility/v1/s1/gw1/lift-1/telemetry/more'],
    ['a leading slash', '/facility/v1/s1/gw1/state'],
    ['another version', 'facility/v2/s1/gw1/state'],
    ['a NUL', 'facility/v1/s1/gw1/lift\u0000/telemetry'],
    ['invalid UTF-8 as a parser shows it', 'facility/v1/s1/gw1/lift\ufffd/telemetry'],
    ['an endless name', `facility/v1/s1/gw1/${'x'.repeat(300)}/telemetry`],
    ['the broker itself', '$SYS/broker/uptime'],
    ['nothing', ''],
  ])('not %s', (_, topic) => {
    expect(whyNotPublish(gw1, { topic, retain: false })).toEqual(expect.any(String))
  })

  test('only state and birth may be retained', () => {
    expect(whyNotPublish(gw1, { topic: 'facility/v1/s1/gw1/state', retain: true })).toBeUndefined()
    expect(whyNotPublish(gw1, { topic: 'facility/v1/s1/gw1/birth', retain: true })).toBeUndefined()
    expect(whyNotPublish(gw1, { topic: 'facility/v1/s1/gw1/lift-1/event', retain: true })).toMatch(/retained/)
  })
})

describe('what a gateway may subscribe to', () => {
  test.each([
    'facility/v1/s1/gw1/#',
    'facility/v1/s1/gw1/+/event',
    'facility/v1/s1/fault/#',
    'facility/v1/s1/fault/lift-1/+',
    'facility/v1/s1/fault/lift-1/LIF-OVERSPEED',
    'facility/v1/s1/ticket/+',
  ])('%s', filter => {
    expect(maySubscribe(gw1, filter)).toBe(true)
  })

  test.each([
    '#',
    '+/#',
    '+/v1/s1/gw1/#',
    'facility/v1/s1/#',
    'facility/v1/s1/+/#',
    'facility/v1/s1/gw1',
    'facility/v1/s1/gw2/#',
    'facility/v1/s2/fault/#',
    'facility/v1/+/fault/#',
    'facility/v1/s1/gw1/#/more',
    '$share/g/facility/v1/s1/gw1/#',
    '$SYS/#',
    'facility/v1/s1/fault/\u0000',
    '',
  ])('not %j', filter => {
    expect(maySubscribe(gw1, filter)).toBe(false)
  })

  test('whatever the filter, nothing of another site or gateway ever gets through', () => {
    const level = fc.constantFrom('facility', 'v1', 's1', 's2', 'gw1', 'gw2', 'fault', 'ticket', 'lift-1', '+', '#', '')
    const matches = (filter: string[], topic: string[]): boolean =>
      filter[0] === '#' ||
      (filter.length === 0 && topic.length === 0) ||
      (filter.length > 0 && topic.length > 0 && (filter[0] === '+' || filter[0] === topic[0])
        ? matches(filter.slice(1), topic.slice(1))
        : false)
    const foreign = ['facility/v1/s1/gw2/state', 'facility/v1/s2/fault/lift-1/X', 'facility/v1/s2/gw1/state']
    fc.assert(
      fc.property(fc.array(level, { maxLength: 7 }), levels => {
        const filter = levels.join('/')
        if (!maySubscribe(gw1, filter)) return
        for (const topic of foreign) expect(matches(levels, topic.split('/'))).toBe(false)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('what reaches a gateway', () => {
  test.each([
    ['facility/v1/s1/gw1/state', true],
    ['facility/v1/s1/fault/lift-1/LIF-OVERSPEED', true],
    ['facility/v1/s1/ticket/t-1', true],
    ['facility/v1/s1/gw1/lift-1/telemetry', false],
    ['facility/v1/s1/gw2/state', false],
    ['facility/v1/s2/fault/lift-1/LIF-OVERSPEED', false],
    ['$SYS/x/new/clients', false],
  ])('%s: %s', (topic, reaches) => {
    expect(mayReceive(gw1, topic)).toBe(reaches)
  })
})
