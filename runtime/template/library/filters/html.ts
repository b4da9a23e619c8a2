/** Filters for HTML. */
import { raise } from '../../errors.ts'
import { claim, letters, scan, tick } from '../../meter.ts'
import { truthy } from '../../values/compare.ts'
import { marked, optional, softText, wantIndex, wantNumber, wantText } from '../../values/convert.ts'
import { elements, isIterable, iterate } from '../../values/iterate.ts'
import { inBlocks, pieces } from '../../values/pieces.ts'
import { repr, str } from '../../values/print.ts'
import { cutText, lazyPattern, lengthOfText, textOf } from '../../values/text.ts'
import { isInt, typeName } from '../../values/types.ts'
import { mustBeDefined } from '../../values/undefined.ts'
import { Dict, Markup, type Run, Undefined, type Value } from '../../values/values.ts'
import { type Builtin, builtin } from '../builtin.ts'
import { toHtml } from '../html.ts'
import { toJson } from '../tojson.ts'
import { urlize } from '../urlize.ts'

type Entry = readonly [name: string, filter: Builtin]

function quote(run: Run, value: Value, query: boolean): string {
  const text = textOf(value) ?? str(run, value)
  letters(run, text.length)
  const encoded = inBlocks(run, text.toWellFormed(), (block) =>
    encodeURIComponent(block).replace(
      /[!'()*]/g,
      (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
    ),
  )
  claim(run, encoded.length)
  return query ? encoded.replaceAll('%20', '+') : encoded.replaceAll('%2F', '/')
}

function urlencode(run: Run, value: Value): string {
  if (textOf(value) !== undefined || !isIterable(value)) return quote(run, value, false)
  const pairs =
    value instanceof Dict ? [...value.entries()] : elements(run, value).map((pair) => elements(run, pair))
  const encoded = pieces(run)
  for (const [key, item, more] of pairs) {
    tick(run)
    if (key === undefined || item === undefined || more !== undefined)
      raise('ValueError: urlencode needs pairs of key and value')
    else encoded.add(`${quote(run, key, true)}=${quote(run, item, true)}&`)
  }
  return encoded.text().slice(0, -1)
}

function xmlattr(run: Run, [value = null, autospace = true]: readonly Value[]): Value {
  mustBeDefined(value)
  if (!(value instanceof Dict))
    return raise(`AttributeError: '${typeName(value)}' object has no attribute 'items'`)
  const parts: string[] = []
  for (const [key, item] of value.entries()) {
    tick(run)
    if (item === null || item instanceof Undefined) continue
    const name = wantText(key)
    scan(run, name.length)
    if (/[ \t\n\r\f\v/>=]/.test(name))
      raise(`ValueError: Invalid character in attribute name: ${repr(run, key)}`)
    parts.push(`${toHtml(run, key).text}="${toHtml(run, item).text}"`)
  }
  const text = parts.join(' ')
  return marked(truthy(run, autospace) && text !== '' ? ` ${text}` : text, run.autoescape)
}

function indentText(run: Run, value: Value): string | undefined {
  if (value === null) return undefined
  const text = textOf(value)
  if (text !== undefined) return text
  return isInt(value)
    ? ' '.repeat(claim(run, Math.max(0, Number(value))))
    : raise("TypeError: can't multiply sequence by non-int")
}

const SCHEME = lazyPattern(() => /^[\p{L}\p{N}_.+-]{2,}:\/{0,2}$/u)

function shorten(text: string, limit: Value): string {
  if (lengthOfText(text) <= wantNumber(limit)) return text
  const end = wantIndex(limit)
  return `${cutText(text, 0, end < 0 ? Math.max(0, lengthOfText(text) + end) : end)}...`
}

function urlizeFilter(run: Run, args: readonly Value[]): Value {
  const [value = '', limit = null, nofollow = false, target = null, rel = null, extra = null] = args
  const { text, html } = softText(run, value)
  const rels = new Set(
    truthy(run, rel)
      ? wantText(rel)
          .split(/\s+/)
          .filter((part) => part !== '')
      : [],
  )
  if (truthy(run, nofollow)) rels.add('nofollow')
  rels.add('noopener')
  const schemes = extra === null ? [] : [...iterate(run, extra)].map(wantText)
  for (const scheme of schemes)
    if (!SCHEME().test(scheme))
      raise(`FilterArgumentError: ${repr(run, scheme)} is not a valid URI scheme prefix.`)
  const attribute = (name: string, text: string | undefined) =>
    text === undefined || text === '' ? '' : ` ${name}="${toHtml(run, text).text}"`
  const linked = urlize(run, html ? new Markup(text) : text, {
    limit: limit === null ? undefined : (shown) => shorten(shown, limit),
    rel: attribute('rel', [...rels].sort().join(' ')),
    target: attribute('target', optional(target, wantText)),
    schemes,
  })
  return marked(linked, run.autoescape)
}

/** Filters that produce HTML, URLs and JSON. */
export const HTML_FILTERS: readonly Entry[] = [
  ['urlencode', builtin('urlencode', 'value', (run, [value = null]) => urlencode(run, value))],
  ['xmlattr', builtin('xmlattr', 'd, autospace=True', xmlattr)],
  [
    'tojson',
    builtin(
      'tojson',
      'value, indent=None',
      (run, [value = null, indent = null]) =>
        // Python does not check the indentation of a text.
        new Markup(toJson(run, value, textOf(value) === undefined ? indentText(run, indent) : undefined)),
    ),
  ],
  [
    'urlize',
    builtin(
      'urlize',
      'value, trim_url_limit=None, nofollow=False, target=None, rel=None, extra_schemes=None',
      urlizeFilter,
    ),
  ],
]
