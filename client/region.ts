/** Addresses of the API, by region and API generation. Source: docs/vendor/mimecast-wire.md#hosts. */
import { type RawProblem, withoutPassword } from '../runtime/sdk/index.ts'

/** The two generations of the API: signed requests (1.0), OAuth2 (2.0). */
export type Generation = '1.0' | '2.0'

/** The host for all regions; it fails over between instances. */
const GLOBAL = 'https://api.services.mimecast.com'

/**
 * API 2.0 has instances in the US and the UK only; the global host serves accounts of the other regions. Hosts of the
 * sandbox and of the public sector are documented for API 1.0 only. The global host of API 1.0 only reports the region of an
 * account, so it cannot be used as an address here.
 */
const HOSTS: Record<string, Partial<Record<Generation, string>>> = {
  Global: { '2.0': GLOBAL },
  'United States': { '1.0': 'https://us-api.mimecast.com', '2.0': 'https://us-api.services.mimecast.com' },
  'United Kingdom': { '1.0': 'https://eu-api.mimecast.com', '2.0': 'https://uk-api.services.mimecast.com' },
  Europe: { '1.0': 'https://eu-api.mimecast.com', '2.0': GLOBAL },
  Germany: { '1.0': 'https://de-api.mimecast.com', '2.0': GLOBAL },
  'United States B': { '1.0': 'https://usb-api.mimecast.com', '2.0': GLOBAL },
  'US Public Sector': { '1.0': 'https://uspcom-api.mimecast-pscom-us.com' },
  Canada: { '1.0': 'https://ca-api.mimecast.com', '2.0': GLOBAL },
  'South Africa': { '1.0': 'https://za-api.mimecast.com', '2.0': GLOBAL },
  Australia: { '1.0': 'https://au-api.mimecast.com', '2.0': GLOBAL },
  Offshore: { '1.0': 'https://je-api.mimecast.com', '2.0': GLOBAL },
  Sandbox: { '1.0': 'https://sandbox-api.mimecast.com' },
}

/**
 * The address that all paths are appended to: the configured root (a path prefix is kept, trailing slashes are not),
 * otherwise that of the region, otherwise the global host of API 2.0. API 1.0 has no host for all regions, so it needs
 * either.
 */
export function findRoot(
  config: Record<string, unknown>,
  api: Generation,
): { root: string } | { problem: RawProblem } {
  const given = text(config.api_root)
  if (given) return readRoot(given)
  const region = text(config.region)
  if (!region) {
    if (api === '2.0') return { root: GLOBAL }
    const values = { name: 'API Root', other: 'Region' }
    return { problem: { where: 'api_root', rule: 'required_one', values } }
  }
  const root = Object.hasOwn(HOSTS, region) ? HOSTS[region]?.[api] : undefined
  if (root) return { root }
  const allowed = Object.keys(HOSTS).filter((name) => HOSTS[name]?.[api])
  const values = {
    name: 'Region',
    received: JSON.stringify(region),
    kind: `API ${api}`,
    other: 'API Root',
    allowed: allowed.join(', '),
  }
  return { problem: { where: 'region', rule: 'no_address', values } }
}

function readRoot(given: string): { root: string } | { problem: RawProblem } {
  const url = /^https?:\/\/[^/]/i.test(given) && !/[{}<>\s]/.test(given) ? URL.parse(given) : null
  if (!url || url.username || url.password || url.search || url.hash) {
    const values = { name: 'API Root', received: JSON.stringify(withoutPassword(given)) }
    return { problem: { where: 'api_root', rule: 'format_url', values } }
  }
  return { root: `${url.origin}${url.pathname}`.replace(/\/+$/, '') }
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')
