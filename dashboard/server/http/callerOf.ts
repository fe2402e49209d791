import { isIPv6 } from 'node:net'

const GROUPS = 8
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/** The first four of the eight groups of an IPv6 address, as numbers are written shortest. */
function network(ip: string): string {
  const [head = '', tail] = (ip.split('%')[0] ?? '').split('::')
  const groups = (part: string | undefined) => (part ? part.split(':') : [])
  const left = groups(head)
  const right = groups(tail)
  const zeros = Array.from({ length: Math.max(0, GROUPS - left.length - right.length) }, () => '0')
  const all = tail === undefined ? left : [...left, ...zeros, ...right]
  return all
    .slice(0, GROUPS / 2)
    .map(group => Number.parseInt(group, 16).toString(16))
    .join(':')
}

/**
 * Whom requests are counted to: an IPv4 address, or the /64 network of an IPv6 address. One household or phone has all of
 * such a network (RFC 6177), and would otherwise be somebody else with each request.
 */
export function callerOf({ ip }: { ip: string }): string {
  const mapped = MAPPED.exec(ip)?.[1]
  if (mapped !== undefined) return mapped
  return isIPv6(ip) ? `${network(ip)}::/64` : ip
}
