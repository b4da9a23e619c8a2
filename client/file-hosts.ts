/** Decides from which hosts files may be downloaded, because a response names the address. */
import { phrase, type RawProblem } from '../runtime/sdk/index.ts'

/**
 * The hosts that the address of a file is compared with. Without TLS, an attacker on the network path could have written the
 * address.
 */
export interface FileHosts {
  /** Scheme, host and port of the API itself. */
  origin: string
  /** As written in the configuration: `files.example.com`, or with a port. */
  named: readonly string[]
}

/** Domains of the vendor (docs/vendor/mimecast-wire.md#hosts); their subdomains count. */
const OWN = ['mimecast.com', 'mimecast-pscom-us.com']

/**
 * Whether a file may be downloaded from an address: of the API itself, of the vendor's domains, of a host in File Hosts or
 * one of its subdomains. `anywhere` only for the API and for hosts that are named exactly: the configuration chose those, so
 * their addresses may be private. Undefined for every other host.
 */
export function fileHostOf(url: URL, { origin, named }: FileHosts): 'anywhere' | 'public' | undefined {
  const host = url.hostname.replace(/\.$/, '')
  const withPort = `${host}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`
  if (url.origin === origin || named.includes(host) || named.includes(withPort)) return 'anywhere'
  const below = [...OWN, ...named].some((domain) => host === domain || host.endsWith(`.${domain}`))
  return below ? 'public' : undefined
}

/** Reads File Hosts. Each entry is a host, with a port if only that port is meant. */
export function readFileHosts(root: string, given: unknown, problems: RawProblem[]): FileHosts {
  const entries = Array.isArray(given) ? given.map(String) : []
  const named = entries.flatMap((entry, index): string[] => {
    const host = hostIn(entry)
    if (host !== undefined) return [host]
    const detail = phrase('must be a host such as files.example.com or 10.0.0.7:8443')
    const values = { name: `File Hosts.${index}`, detail, received: JSON.stringify(entry.slice(0, 80)) }
    problems.push({ where: 'file_hosts', rule: 'other', values })
    return []
  })
  return { origin: URL.parse(root)?.origin ?? '', named }
}

/** The host as `URL` spells it, so that both can be compared; undefined for anything that is not exactly a host. */
function hostIn(entry: string): string | undefined {
  const [, host = '', port] = /^(\[[0-9a-f:.]+\]|[^\s/?#@:[\]]+?)\.?(?::(\d{1,5}))?$/i.exec(entry) ?? []
  const url = host === '' ? null : URL.parse(`http://${host}`)
  return url?.hostname ? `${url.hostname}${port === undefined ? '' : `:${Number(port)}`}` : undefined
}
