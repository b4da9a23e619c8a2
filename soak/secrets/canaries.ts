/** Secrets that sing when they show: their spellings, and how to find them in what was written. */

/** One planted secret. */
export interface Canary {
  name: string
  value: string
}

const json = (text: string): string => JSON.stringify(text).slice(1, -1)

const html = (text: string, quote: string, apostrophe: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', quote)
    .replaceAll("'", apostrophe)

const base64 = (text: string, before = '', after = ''): string =>
  Buffer.from(before + text + after).toString('base64')

/** As a third party may spell it. Not taken from the product, whose mistakes it would share. */
const SPELLINGS: Readonly<Record<string, (value: string) => string>> = {
  plain: (value) => value,
  JSON: json,
  'JSON in JSON': (value) => json(json(value)),
  'JSON with slashes escaped': (value) => json(value).replaceAll('/', '\\/'),
  'JSON for HTML': (value) =>
    json(value).replace(/[<>&'+]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
  'JSON in ASCII': (value) =>
    json(value).replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
  'JSON in ASCII, capitals': (value) =>
    json(value).replace(
      /[^ -~]|[<>&'+]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
    ),
  URL: encodeURIComponent,
  'URL, small letters': (value) =>
    encodeURIComponent(value).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
  form: (value) => new URLSearchParams({ s: value }).toString().slice(2),
  'strict URL': (value) =>
    encodeURIComponent(value).replace(
      /[!'()*]/g,
      (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
    ),
  HTML: (value) => html(value, '&quot;', '&#39;'),
  'HTML, XML style': (value) => html(value, '&quot;', '&apos;'),
  'HTML, hexadecimal': (value) => html(value, '&#34;', '&#x27;'),
  'HTML, text only': (value) => html(value, '"', "'"),
  base64: (value) => base64(value),
  'base64 within, one before': (value) => base64(value, 'a', 'tail'),
  'base64 within, two before': (value) => base64(value, 'ab', 'tail'),
  'base64 within, three before': (value) => base64(value, 'abc', 'tail'),
  'base64 for URLs': (value) =>
    base64(value, 'abc').replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
  'basic credentials': (value) => base64(value, 'user:'),
}

/** Every spelling of a secret by its name. */
export const spellingsOf = (value: string): [string, string][] =>
  Object.entries(SPELLINGS).map(([name, spell]) => [name, spell(value)])

/** Characters that are enough of a secret to be of use to an attacker. */
const PIECE = 10

/**
 * What shows of a secret in a text. base64 is looked through, too: whatever decodes to a piece of the secret is one.
 */
export function leaksIn(text: string, { name, value }: Canary): string[] {
  const found = spellingsOf(value)
    .filter(
      ([spelling, form]) =>
        !spelling.includes('base64') && !spelling.includes('credentials') && text.includes(form),
    )
    .map(([spelling]) => `${name} shows (${spelling})`)
  if (found.length > 0) return found
  for (const [spelling, form] of spellingsOf(value).slice(0, 8)) {
    const half = form.slice(0, Math.max(PIECE, Math.ceil(form.length / 2)))
    if (half.length >= PIECE && text.includes(half)) return [`the first half of ${name} shows (${spelling})`]
  }
  for (const run of text.match(/[A-Za-z0-9+/_-]{12,}/g) ?? []) {
    for (const shift of [0, 1, 2, 3]) {
      const decoded = Buffer.from(run.slice(shift), 'base64').toString('utf8')
      if (decoded.includes(value.slice(0, PIECE)) && !text.includes(value.slice(0, PIECE)))
        return [`${name} shows (base64: ${run.slice(0, 60)})`]
    }
  }
  return []
}
