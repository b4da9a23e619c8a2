/** Escapes HTML and strips tags. */
import { claim, letters } from '../meter.ts'
import { inBlocks, pieces } from '../values/pieces.ts'
import { str } from '../values/print.ts'
import { wordsOf } from '../values/text.ts'
import { Markup, type Run, type Value } from '../values/values.ts'
import { entityNamed } from './entities.ts'

const HTML: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&#39;',
  '"': '&#34;',
}

/** MarkupSafe's escaping. */
export function escapeHtml(run: Run, text: string): string {
  return inBlocks(run, text, escapeBlock)
}

const MARKS = /[&<>'"]/g
const escapeMark = (char: string): string => HTML[char] ?? char
const escapeBlock = (block: string): string => block.replace(MARKS, escapeMark)

/** The filter `e`: text becomes HTML, HTML is unchanged. */
export function toHtml(run: Run, value: Value): Markup {
  if (value instanceof Markup) return value
  const text = str(run, value)
  const escaped = escapeHtml(run, text)
  // Each escaped character costs as much as a function call.
  letters(run, escaped.length - text.length)
  claim(run, escaped.length)
  return new Markup(escaped)
}

/** HTML's character references resolved, as Python's `html.unescape` does. */
export function unescapeHtml(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)/g, (whole, body: string) => {
    if (!body.startsWith('#')) return namedReference(body) ?? whole
    const hex = body[1] === 'x' || body[1] === 'X'
    return numericReference(Number.parseInt(body.slice(hex ? 2 : 1), hex ? 16 : 10))
  })
}

const WINDOWS_1252 =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178'

function numericReference(code: number): string {
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return '\ufffd'
  if (code === 0x0d) return '\r'
  if (code >= 0x80 && code <= 0x9f) return WINDOWS_1252.charAt(code - 0x80)
  const control = code < 0x20 && code !== 9 && code !== 10 && code !== 12
  const unassigned =
    (code >= 0x7f && code <= 0x9f) || (code >= 0xfdd0 && code <= 0xfdef) || (code & 0xfffe) === 0xfffe
  return control || unassigned || code === 0x0b ? '' : String.fromCodePoint(code)
}

function namedReference(body: string): string | undefined {
  const name = body.endsWith(';') ? body.slice(0, -1) : body
  const known = entityNamed(name)
  if (known !== undefined && (body.endsWith(';') || known.bare)) return known.text
  for (let length = name.length - 1; length > 1; length -= 1) {
    const shorter = entityNamed(name.slice(0, length))
    if (shorter?.bare === true) return shorter.text + body.slice(length)
  }
  return undefined
}

/** MarkupSafe's `striptags`: removes comments and tags, collapses white space, resolves references. */
export function stripTags(run: Run, html: string): string {
  claim(run, html.length)
  letters(run, html.length)
  const plain = cut(run, cut(run, html, '<!--', '-->'), '<', '>')
  const words = pieces(run)
  for (const word of wordsOf(plain)) words.add(`${word} `)
  return unescapeHtml(words.text().slice(0, -1))
}

function cut(run: Run, text: string, open: string, close: string): string {
  const kept = pieces(run)
  let at = 0
  for (;;) {
    const start = text.indexOf(open, at)
    const end = start === -1 ? -1 : text.indexOf(close, start)
    if (end === -1) {
      if (at === 0) return text
      kept.add(text.slice(at))
      return kept.text()
    }
    kept.add(text.slice(at, start))
    at = end + close.length
  }
}
