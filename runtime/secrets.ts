/** Masking by value: a secret is replaced wherever it shows, in every spelling in which it may have been copied. */

/** What replaces a secret. */
export const MASK = '***'

/** Below this many characters a value is too common to be searched for inside other text. */
const SHORTEST = 4

/** Collects secrets and hides them. */
export interface Masker {
  add(secret: string): void
  /** Text without secrets. */
  mask(text: string): string
}

const jsonEscaped = (text: string): string => JSON.stringify(text).slice(1, -1)

const asciiEscaped = (text: string): string =>
  jsonEscaped(text).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

const htmlEscaped = (text: string, apostrophe: string, quote: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', quote)
    .replaceAll("'", apostrophe)

/** base64 of text that holds the secret somewhere: the part that stays the same, for each of the three alignments. */
function base64Parts(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8')
  return [0, 1, 2].flatMap((offset) => {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replaceAll('=', '')
    const start = offset === 0 ? 0 : offset + 1
    const whole = Math.floor(((offset + bytes.length) * 8) / 6)
    const part = shifted.slice(start, whole)
    return [part, part.replaceAll('+', '-').replaceAll('/', '_')]
  })
}

function spellings(secret: string): string[] {
  const url = encodeURIComponent(secret)
  const forms = [secret, secret.trim(), jsonEscaped(secret), asciiEscaped(secret)]
  forms.push(jsonEscaped(jsonEscaped(secret)), jsonEscaped(asciiEscaped(secret)))
  forms.push(
    url,
    url.replaceAll('%20', '+'),
    url.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    encodeURI(secret),
  )
  forms.push(new URLSearchParams({ s: secret }).toString().slice(2))
  forms.push(
    htmlEscaped(secret, '&#39;', '&quot;'),
    htmlEscaped(secret, '&apos;', '&#34;'),
    htmlEscaped(secret, '&#x27;', '&#34;'),
  )
  forms.push(...base64Parts(secret), Buffer.from(secret, 'utf8').toString('base64'))
  return forms.filter((form) => form.length >= SHORTEST)
}

/** Secrets of some thousand runs would make the pattern slow; the oldest are forgotten then. */
const MOST = 2000

/** Makes a masker that knows no secret yet but those of `also`, which it shares. */
export function createMasker(also?: Masker): Masker {
  const known = new Set<string>()
  const short = new Set<string>()
  let pattern: RegExp | undefined
  return {
    add(secret) {
      if (secret.trim() === '') return
      if (secret.length < SHORTEST) short.add(secret)
      else if (!known.has(secret)) {
        if (known.size >= MOST) known.delete(known.values().next().value ?? '')
        known.add(secret)
        pattern = undefined
      }
    },
    mask(given) {
      const text = also === undefined ? given : also.mask(given)
      if (short.has(text)) return MASK
      if (known.size === 0) return text
      if (pattern === undefined) {
        const forms = [...new Set([...known].flatMap((secret) => spellings(wellFormed(secret))))]
        forms.sort((a, b) => b.length - a.length)
        pattern = new RegExp(forms.map((form) => escapePattern(form)).join('|'), 'g')
      }
      return text.replace(pattern, MASK)
    },
  }
}

const escapePattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

/** encodeURIComponent throws on lone surrogates; a secret that has some is searched for without them. */
const wellFormed = (text: string): string => text.toWellFormed()
