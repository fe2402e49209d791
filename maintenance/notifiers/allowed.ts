import { BlockList, isIP } from 'node:net'
import { CodedError } from '#domain/errors.ts'

/** Addresses that no stranger's server has: RFC 6890 and IANA's special-purpose registries. */
const SPECIAL = `
  0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.168.0.0/16
  198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
  ::/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8`

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

const special = new BlockList()
for (const entry of SPECIAL.trim().split(/\s+/)) {
  const [network = '', prefix] = entry.split('/')
  special.addSubnet(network, Number(prefix), family(network))
}

/** Where messages may go. */
export interface Allowed {
  /** A host that is named on the list, whatever it resolves to, or an address that is public or lies in a network on it. */
  address(host: string, address: string): boolean
  /** Whether the host itself, a name or an address, is on the list. */
  listed(host: string): boolean
}

/** The host of a URL, an IPv6 address without its brackets. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '').toLowerCase()

/**
 * @param list host names, addresses and networks (`10.1.0.0/16`) that are allowed besides public addresses
 * @throws CodedError CONFIG_INVALID
 */
export function allowedBy(list: readonly string[]): Allowed {
  const names = new Set<string>()
  const networks = new BlockList()
  for (const entry of list) {
    const [network = '', prefix] = entry.split('/')
    if (isIP(network) === 0 && prefix === undefined) names.add(entry.toLowerCase())
    else addNetwork(networks, entry, network, prefix)
  }
  const inNetworks = (address: string) => isIP(address) !== 0 && networks.check(address, family(address))
  return {
    address: (host, address) => names.has(host) || inNetworks(address) || !special.check(address, family(address)),
    listed: host => names.has(host) || inNetworks(host),
  }
}

function addNetwork(networks: BlockList, entry: string, network: string, prefix: string | undefined): void {
  try {
    const bits = prefix ?? (family(network) === 'ipv4' ? '32' : '128')
    if (!/^\d+$/.test(bits)) throw new RangeError(bits)
    networks.addSubnet(network, Number(bits), family(network))
  } catch {
    throw new CodedError('CONFIG_INVALID', [entry], `WEBHOOK_ALLOW: ${entry} is no host name, address or network`)
  }
}
