/** Which hosts files are fetched from: an answer names the address, and without TLS anyone on the way could have written it. */
import { phrase, type RawProblem } from '../runtime/sdk/index.ts'

/** What an address of a file is held against. */
export interface FileHosts {
  /** Scheme, host and port of the API itself. */
  origin: string
  /** As the configuration names them: `files.example.com`, or with a port. */
  named: readonly string[]
}

/** Domains of the vendor (docs/vendor/mimecast-wire.md#hosts); their subdomains count. */
const OWN = ['mimecast.com', 'mimecast-pscom-us.com']

/**
 * Whether a file may be fetched from an address: of the API itself, of the vendor's domains, of a host in File Hosts or
 * below it. `anywhere` only for the API and for hosts that are named exactly, as somebody chose those: private addresses
 * are theirs to choose. Undefined for every other host.
 */
export function fileHostOf(url: URL, { origin, named }: FileHosts): 'anywhere' | 'public' | undefined {
  const host = url.hostname.replace(/\.$/, '')
  const withPort = `${host}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`
  if (url.origin === origin || named.includes(host) || named.includes(withPort)) return 'anywhere'
  const below = [...OWN, ...named].some((domain) => host === domain || host.endsWith(`.${domain}`))
  return below ? 'public' : undefined
}

/** Reads File Hosts. Each is a host, with a port where that alone is meant. */
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

/** In the spelling of `URL`, so that both compare; undefined for what is more or less than a host. */
function hostIn(entry: string): string | undefined {
  const [, host = '', port] = /^(\[[0-9a-f:.]+\]|[^\s/?#@:[\]]+?)\.?(?::(\d{1,5}))?$/i.exec(entry) ?? []
  const url = host === '' ? null : URL.parse(`http://${host}`)
  return url?.hostname ? `${url.hostname}${port === undefined ? '' : `:${Number(port)}`}` : undefined
}
