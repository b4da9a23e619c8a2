/** Replaces mail addresses, IP addresses and names, each by the same pseudonym everywhere. */
import { isRecord, type Json } from '../../contract/json.ts'

/** The pseudonyms of one recording. */
export interface Pseudonyms {
  /**
   * Collects the addresses in data, and the names in fields for names. Call it for all data before the first `rename`.
   *
   * @param hasNames false for data in which such fields hold words of the product, too
   */
  collect(value: Json, hasNames?: boolean): void
  rename(text: string): string
}

/** A mail address, also in a URL. */
const ADDRESS =
  /([\p{L}\p{N}][\p{L}\p{N}._+'~-]{0,63})(@|%40)([\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8})/gu

/** An IPv4 address. */
const IPV4 = /\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/g

/** Fields for the name of a person. */
const PERSON =
  /^(?:first|last|full|given|family|display|displayable|sender|from|to|recipient|user|owner|contact)[-_]?name$/i

/** Other fields for names. Of one word, they often are a word of the product, such as `enabled`. */
const NAME = /^(?:name|title|owner|user|[a-z]+(?:Name|_name|-name))$/

/** The start of an address with a name before it: `Alice Smith <alice@example.com>`. */
const DISPLAYED = /<[^<>@\s]{1,64}@/g

/** Letters, and the signs within a name. */
const IN_NAME = /[\p{L}\p{M}\p{N}.' -]/u

/** Characters of a name before an address. */
const LONGEST = 80

/** Names shorter than this are too common to be replaced inside other text. */
const SHORTEST = 3

/**
 * Makes the pseudonyms of one recording.
 *
 * @param hosts of the vendor's API, which are kept: the address of a request must remain valid
 */
export function createPseudonyms(hosts: ReadonlySet<string>): Pseudonyms {
  const users = new Map<string, string>()
  const domains = new Map<string, string>()
  const ips = new Map<string, string>()
  const names = new Map<string, string>()
  let words: RegExp | undefined

  const add = (to: Map<string, string>, key: string, make: (count: number) => string): void => {
    if (!to.has(key)) to.set(key, make(to.size + 1))
  }
  const addName = (given: string): void => {
    const name = given.trim()
    if (name.length >= SHORTEST && /\p{L}/u.test(name) && !/[@<>\n]/.test(name))
      add(names, name.toLowerCase(), (count) => `Name ${count}`)
  }
  const collectText = (text: string): void => {
    for (const [, user = '', , host = ''] of text.matchAll(ADDRESS)) {
      const domain = host.toLowerCase()
      add(users, user.toLowerCase(), (count) => `user${count}`)
      if (!hosts.has(domain)) add(domains, domain, (count) => `domain${count}.example`)
    }
    for (const [ip] of text.matchAll(IPV4)) if (isIp(ip) && !hosts.has(ip)) add(ips, ip, ipOf)
    for (const { index } of text.matchAll(DISPLAYED)) addName(nameBefore(text, index))
  }
  const collect = (value: Json, hasNames = true): void => {
    if (typeof value === 'string') collectText(value)
    else if (Array.isArray(value)) for (const item of value) collect(item, hasNames)
    else if (isRecord(value)) {
      for (const [key, inner] of Object.entries(value)) {
        collectText(key)
        if (hasNames && typeof inner === 'string' && isName(key, inner)) addName(inner)
        collect(inner as Json, hasNames)
      }
    }
  }

  return {
    collect,
    rename: (text) => {
      // The longest first: one may be a part of another.
      words ??= anyOf([...domains.keys(), ...names.keys()].sort((a, b) => b.length - a.length))
      return text
        .replace(ADDRESS, (whole, user: string, at: string, host: string) => {
          const domain = host.toLowerCase()
          const renamed = users.get(user.toLowerCase())
          return renamed === undefined ? whole : `${renamed}${at}${domains.get(domain) ?? domain}`
        })
        .replace(words, (word) => domains.get(word.toLowerCase()) ?? names.get(word.toLowerCase()) ?? word)
        .replace(IPV4, (ip) => ips.get(ip) ?? ip)
    },
  }
}

const isName = (field: string, value: string): boolean =>
  PERSON.test(field) || (NAME.test(field) && /\S\s\S/.test(value))

/** The name that ends at a position, without its quotes. */
function nameBefore(text: string, end: number): string {
  const before = [
    ...text
      .slice(Math.max(0, end - LONGEST), end)
      .trimEnd()
      .replace(/"$/, ''),
  ]
  const start = before.findLastIndex((char) => !IN_NAME.test(char))
  return before.slice(start + 1).join('')
}

/** Finds words, not parts of longer ones. */
function anyOf(words: readonly string[]): RegExp {
  const escaped = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join('|') || '(?!)'})(?![\\p{L}\\p{N}])`, 'giu')
}

const isIp = (text: string): boolean => text.split('.').every((part) => Number(part) <= 255)

/** Addresses of a network for documentation, then of the one for benchmarks (RFC 5737, RFC 2544). */
function ipOf(count: number): string {
  const rest = count - 255
  return rest < 0 ? `198.51.100.${count}` : `198.18.${Math.floor(rest / 254) % 256}.${(rest % 254) + 1}`
}
