import { expect, test } from 'vitest'
import { callerOf } from '../../../dashboard/server/http/callerOf.ts'
import { startTestDashboard } from '../../helpers/dashboard.ts'

test('an IPv4 address is one caller, an IPv6 network of 64 bits is one', () => {
  const of = (ip: string) => callerOf({ ip })
  expect(of('203.0.113.7')).toBe('203.0.113.7')
  expect(of('::ffff:203.0.113.7')).toBe('203.0.113.7')
  expect(of('2001:db8:0:2::1')).toBe('2001:db8:0:2::/64')
  expect(of('2001:0db8:0000:0002:aaaa:bbbb:cccc:dddd')).toBe(of('2001:db8:0:2::1'))
  expect(of('2001:db8::2:0:0:0:9')).toBe(of('2001:db8:0:2::1'))
  expect(of('2001:db8:0:3::1')).not.toBe(of('2001:db8:0:2::1'))
  expect(of('fe80::1%eth0')).toBe('fe80:0:0:0::/64')
  expect(of('::1')).toBe('0:0:0:0::/64')
})

test('who changes the address within a network is slowed down all the same, also when looking for equipment', async () => {
  const { anonymous } = await startTestDashboard()
  for (const path of ['labels/nothing', 'places/lift-77', 'work/nothing']) {
    const from = async (ip: string) =>
      (await anonymous(`/api/public/${path}`, undefined, { 'x-forwarded-for': ip })).status
    const statuses: number[] = []
    for (let n = 0; n < 62; n += 1) statuses.push(await from(`2001:db8::${n.toString(16)}`))
    expect([path, new Set(statuses.slice(0, 60)), statuses.slice(60)]).toEqual([path, new Set([404]), [429, 429]])
    expect(await from('2001:db8:1::1')).toBe(404)
  }
})
