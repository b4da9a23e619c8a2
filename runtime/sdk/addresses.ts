/** E-mail addresses and domains: syntax and spellings. */
import { INVISIBLE } from './invisible.ts'

/**
 * Patterns for the parts of an address.
 *
 * Most addresses are ASCII. Patterns over all of Unicode take ten milliseconds to compile, a tenth of a whole run, so they
 * are created only when a text needs them.
 */
interface Patterns {
  domain: RegExp
  local: RegExp
}

/** A domain has two labels or more, and its last one is not a number. `letters` and `marks` are classes without brackets. */
const domainPattern = (letters: string, marks: string, digits: string): string => {
  const label = `[${letters}](?:[${letters}${marks}_-]{0,61}[${letters}${marks}])?`
  return `^(?:${label}\\.)+(?!${digits}+$)${label}$`
}

const ASCII: Patterns = {
  domain: new RegExp(domainPattern('A-Za-z0-9', '', '[0-9]')),
  local: /^[!#-'*+\-./-9=?A-Z^-~]{1,64}$/,
}

let international: Patterns | undefined

function patternsFor(text: string): Patterns {
  if (/^[ -~]*$/.test(text)) return ASCII
  international ??= {
    // The characters that a domain may have include some invisible ones.
    domain: new RegExp(`(?!.*[${INVISIBLE}])${domainPattern('\\p{L}\\p{N}', '\\p{M}', '\\p{N}')}`, 'u'),
    local: new RegExp(`^[^\\s@"(),:;<>\\[\\]\\\\${INVISIBLE}]{1,64}$`, 'u'),
  }
  return international
}

/** Whether a text is a domain of two labels or more, international names allowed. An IPv4 address is not a domain. */
export const isDomain = (text: string): boolean => text.length <= 255 && patternsFor(text).domain.test(text)

/** Whether a text is local@domain, international names allowed; no display name, no quotes. */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@')
  const local = text.slice(0, at)
  return at > 0 && patternsFor(local).local.test(local) && isDomain(text.slice(at + 1))
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
