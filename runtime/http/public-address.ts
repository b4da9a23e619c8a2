/** Determines which IP addresses belong to the public internet. */
import { lookup as resolve } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Loopback, link-local, private, shared, documentation, multicast and reserved networks (IANA special-purpose registries). */
const V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]

/** Of IPv6, only 2000::/3 is allocated; these parts of it are not public hosts, or contain an IPv4 address (Teredo, 6to4). */
const V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']
const GLOBAL = '2000::/3'

let blocked: BlockList | undefined
let global: BlockList | undefined

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}

/** Whether an IP address is public. IPv4 addresses inside IPv6 addresses do not count as public. */
export function isPublicAddress(address: string): boolean {
  blocked ??= listOf([...V4, ...V6])
  if (isIP(address) === 4) return !blocked.check(address, 'ipv4')
  if (isIP(address) !== 6 || address.includes('%')) return false
  global ??= listOf([GLOBAL])
  return global.check(address, 'ipv6') && !blocked.check(address, 'ipv6')
}

/** The error for a name or an address that does not lead to a public host. */
export class NotPublic extends Error {
  override readonly name = 'NotPublic'
  readonly address: string

  constructor(address: string) {
    super(`${address} is no public address`)
    this.address = address
  }
}

/** The error for a host that is an IP address and not public. Names are checked when they are resolved. */
export function privateHost(hostname: string): NotPublic | undefined {
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(host) !== 0 && !isPublicAddress(host) ? new NotPublic(host) : undefined
}

/**
 * Resolves a name for a connection and returns only public addresses. The connection uses the resolved addresses: there is
 * no second lookup that could return others.
 */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, [])
    const hidden = addresses.find(({ address }) => !isPublicAddress(address))
    if (hidden) return callback(new NotPublic(hidden.address), [])
    const [first] = addresses
    if (options.all || !first) return callback(null, addresses)
    return callback(null, first.address, first.family)
  })
}
