/** E-mail addresses and domains: syntax and spellings. */
import { INVISIBLE } from './invisible.ts'

const LABEL = '[\\p{L}\\p{N}](?:[\\p{L}\\p{N}\\p{M}_-]{0,61}[\\p{L}\\p{N}\\p{M}])?'

/** Created on first use: patterns over all of Unicode cost more than the rest of this module. */
let domain: RegExp | undefined
let local: RegExp | undefined
let hidden: RegExp | undefined

/** Whether a text is a domain of two labels or more, international names allowed. An IPv4 address is not a domain. */
export function isDomain(text: string): boolean {
  domain ??= new RegExp(`^(?:${LABEL}\\.)+(?!\\p{N}+$)${LABEL}$`, 'u')
  hidden ??= new RegExp(`[${INVISIBLE}]`, 'u')
  return text.length <= 255 && domain.test(text) && !hidden.test(text)
}

/** Whether a text is local@domain, international names allowed; no display name, no quotes. */
export function isEmail(text: string): boolean {
  local ??= new RegExp(`^[^\\s@"(),:;<>\\[\\]\\\\${INVISIBLE}]{1,64}$`, 'u')
  const at = text.lastIndexOf('@')
  return at > 0 && local.test(text.slice(0, at)) && isDomain(text.slice(at + 1))
}

/**
 * Whether a text can be found in an address or in the name beside it: an address, a part of one, a domain, a name. Angle
 * brackets and a second `@` are never part of either.
 */
export const isAddressPart = (text: string): boolean =>
  text.length <= 320 && !/[<>]/.test(text) && text.split('@').length <= 2

/** `"Doe, Jane" <jane@example.com>`: the name in quotes, or without comma and `@` unless it is alone. */
const MAILBOX = /^(?:"(?:[^"\\]|\\.)*"\s*|[^"<>]*)<([^<>]*)>$/s

/**
 * The bare address of an address as mail programs write it; any other text unchanged. The dot that ends a name is left out.
 */
export function bareAddress(text: string): string {
  const found = MAILBOX.exec(text.trim())
  const name = found ? text.slice(0, text.lastIndexOf('<')) : ''
  const isList = !name.trimStart().startsWith('"') && name.includes('@') && /[,;]/.test(name)
  const address = (!isList && found?.[1]?.trim()) || text.trim()
  return address.includes('@') ? withoutDot(address) : address
}

/** A domain in the form used for comparison: without a leading `@` and without the dot that ends it. */
export const bareDomain = (text: string): string => withoutDot(text.trim().replace(/^@/, ''))

const withoutDot = (text: string): string => text.replace(/(?<=[^.])\.$/, '')

/**
 * The entries of a list of addresses or domains, separated by commas, semicolons or line ends outside quotes, angle brackets
 * and comments. Entries are trimmed, empty ones are left out.
 */
export function splitAddresses(text: string): string[] {
  const entries: string[] = []
  let entry = ''
  let inside = ''
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    if (inside === '' && /[,;\r\n]/.test(char)) {
      entries.push(entry)
      entry = ''
      continue
    }
    entry += char
    if (char === '\\' && inside === '"') entry += text.charAt(++at)
    else if (inside === '') inside = CLOSES[char] ?? ''
    else if (char === inside) inside = ''
  }
  return [...entries, entry].map((one) => one.trim()).filter((one) => one !== '')
}

/** Characters that end a part in which commas do not separate entries. */
const CLOSES: Record<string, string> = { '"': '"', '<': '>', '(': ')' }
