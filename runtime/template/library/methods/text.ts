import { raise } from '../../errors.ts'
import { marked, optional, softText, wantInt, wantText } from '../../values/convert.ts'
import { iterate } from '../../values/iterate.ts'
import { claim, fits, type Run, tick } from '../../values/meter.ts'
import { codePoints, isBlank, isFlat, splitLines, splitWords, strip, textOf } from '../../values/text.ts'
import { isInt, typeName } from '../../values/types.ts'
import { mustBeDefined } from '../../values/undefined.ts'
import {
  allCased,
  CHARACTER_TESTS,
  capitalize,
  caseFold,
  isTitle,
  swapCase,
  title,
} from '../../values/unicode.ts'
import { type Call, Dict, List, Markup, Tuple, type Value } from '../../values/values.ts'
import { type Builtin, builtin } from '../builtin.ts'
import { formatText } from '../format.ts'
import { escapeHtml, stripTags, unescapeHtml } from '../html.ts'

type Work = (self: string, args: readonly Value[], html: boolean, run: Run) => Value
type Entry = readonly [name: string, method: Builtin]

function method(name: string, signature: string, work: Work): Entry {
  const full = signature === '' ? 'self, /' : `self, ${signature}`
  return [
    name,
    builtin(name, full, (run, [self = '', ...args]) =>
      work(textOf(self) ?? '', args, self instanceof Markup, run),
    ),
  ]
}

/** A method that makes one text of another. */
function mapped(name: string, change: (text: string) => string): Entry {
  return method(name, '', (self, _args, html) => marked(change(self), html))
}

function asked(name: string, question: (text: string) => boolean): Entry {
  return method(name, '', (self) => question(self))
}

function stripped(name: string, side: 'both' | 'start' | 'end'): Entry {
  return method(name, 'chars=None, /', (self, [chars = null], html) =>
    marked(strip(self, optional(chars, wantText), side), html),
  )
}

/** Texts that are put into HTML are escaped. */
function inserted(value: Value, html: boolean): string {
  const text = wantText(value)
  return html && !(value instanceof Markup) ? escapeHtml(text) : text
}

function list(run: Run, texts: readonly string[], html: boolean): List {
  tick(run, texts.length)
  return new List(texts.map((text) => marked(text, html)))
}

function split(self: string, separator: Value, limit: number): string[] {
  if (separator === null) return splitWords(self, limit)
  const by = wantText(separator)
  if (by === '') raise('ValueError: empty separator')
  const parts = self.split(by)
  if (limit < 0 || parts.length <= limit + 1) return parts
  return [...parts.slice(0, limit), parts.slice(limit).join(by)]
}

function splitFromEnd(self: string, separator: Value, limit: number): string[] {
  if (separator === null) {
    const turned = splitWords(codePoints(self).reverse().join(''), limit)
    return turned.map((part) => codePoints(part).reverse().join('')).reverse()
  }
  const by = wantText(separator)
  if (by === '') raise('ValueError: empty separator')
  const parts: string[] = []
  let end = self.length
  while (limit < 0 || parts.length < limit) {
    const at = end < by.length ? -1 : self.lastIndexOf(by, end - by.length)
    if (at === -1) break
    parts.unshift(self.slice(at + by.length, end))
    end = at
  }
  return [self.slice(0, end), ...parts]
}

/** Python's `str.replace`; `count` below zero means all. */
export function replaceText(run: Run, text: string, old: string, by: string, count: number): string {
  const parts = old === '' ? ['', ...codePoints(text), ''] : text.split(old)
  const times = Math.min(parts.length - 1, count < 0 ? parts.length : count)
  claim(run, text.length + times * Math.max(0, by.length - old.length))
  tick(run, parts.length >> 2)
  return (
    parts.slice(0, times + 1).join(by) +
    parts
      .slice(times + 1)
      .map((part) => old + part)
      .join('')
  )
}

/** Where `from` and `to` of the searching methods lie, as Python reads them. */
function range(length: number, from: Value, to: Value): [start: number, end: number] {
  const clamp = (value: Value, otherwise: number) => {
    if (value === null) return otherwise
    const at = wantInt(value)
    return at < 0 ? Math.max(0, at + length) : at
  }
  return [clamp(from, 0), Math.min(length, clamp(to, length))]
}

function find(self: string, part: Value, from: Value, to: Value, last: boolean): number {
  const wanted = wantText(part)
  const flat = isFlat(self)
  const length = flat ? self.length : codePoints(self).length
  const [start, end] = range(length, from, to)
  if (start > end) return -1
  const cut = flat ? self.slice(start, end) : codePoints(self).slice(start, end).join('')
  const at = last ? cut.lastIndexOf(wanted) : cut.indexOf(wanted)
  if (at === -1) return -1
  return start + (flat ? at : codePoints(cut.slice(0, at)).length)
}

function finding(name: string, last: boolean, must: boolean): Entry {
  return method(name, 'sub, start=None, end=None, /', (self, [part = '', from = null, to = null]) => {
    const at = find(self, part, from, to, last)
    return must && at === -1 ? raise('ValueError: substring not found') : at
  })
}

function edge(name: string, holds: (text: string, part: string) => boolean): Entry {
  return method(name, 'prefix, start=None, end=None, /', (self, [part = '', from = null, to = null]) => {
    const chars = codePoints(self)
    const [start, end] = range(chars.length, from, to)
    const text = from === null && to === null ? self : chars.slice(start, end).join('')
    const parts = part instanceof Tuple ? part.items : [part]
    const which = (one: Value) =>
      textOf(one) ?? raise(`TypeError: ${name} first arg must be str or a tuple of str, not ${typeName(one)}`)
    return start <= end && parts.some((one) => holds(text, which(one)))
  })
}

function padded(name: string, left: (missing: number, width: number) => number): Entry {
  return method(name, "width, fillchar=' ', /", (self, [width = 0, fill = ' '], html, run) => {
    const char = inserted(fill, html)
    if (codePoints(char).length !== 1)
      raise('TypeError: The fill character must be exactly one character long')
    return marked(pad(run, self, wantInt(width), char, left), html)
  })
}

/** Text filled up to a width; `left` is how much of the filling goes before it. */
export function pad(
  run: Run,
  text: string,
  width: number,
  fill: string,
  left: (missing: number, width: number) => number,
): string {
  const missing = width - codePoints(text).length
  if (missing <= 0) return text
  claim(run, width)
  const before = left(missing, width)
  return fill.repeat(before) + text + fill.repeat(missing - before)
}

/** How much filling Python's `center` puts before the text. */
export function centered(missing: number, width: number): number {
  return (missing >> 1) + (missing & width & 1)
}

function zeroFilled(self: string, width: number, run: Run): string {
  const missing = claim(run, width) - codePoints(self).length
  if (missing <= 0) return self
  const sign = self.startsWith('-') || self.startsWith('+') ? self.charAt(0) : ''
  return sign + '0'.repeat(missing) + self.slice(sign.length)
}

function expandTabs(self: string, size: number, run: Run): string {
  let column = 0
  let text = ''
  for (const char of codePoints(self)) {
    if (char === '\t') {
      const blanks = size > 0 ? size - (column % size) : 0
      text += ' '.repeat(claim(run, blanks))
      column += blanks
    } else {
      text += char
      column = char === '\n' || char === '\r' ? 0 : column + 1
    }
    fits(run, text.length)
  }
  return text
}

/** Python's `separator.join(items)`; every item must be text. */
function joinTexts(run: Run, separator: string, items: Value, html: boolean): string {
  const texts: string[] = []
  let length = 0
  let index = 0
  for (const item of iterate(run, items)) {
    const text = html ? inserted(softMarked(run, item), true) : textOf(item)
    if (text === undefined) {
      mustBeDefined(item)
      return raise(`TypeError: sequence item ${index}: expected str instance, ${typeName(item)} found`)
    }
    texts.push(text)
    length += text.length + separator.length
    index += 1
  }
  claim(run, length)
  return texts.join(separator)
}

function softMarked(run: Run, item: Value): Value {
  const { text, html } = softText(run, item)
  return marked(text, html)
}

function around(name: string, last: boolean): Entry {
  return method(name, 'sep, /', (self, [separator = ''], html) => {
    const by = wantText(separator)
    if (by === '') raise('ValueError: empty separator')
    const at = last ? self.lastIndexOf(by) : self.indexOf(by)
    const parts =
      at === -1
        ? last
          ? ['', '', self]
          : [self, '', '']
        : [self.slice(0, at), by, self.slice(at + by.length)]
    return new Tuple(parts.map((part) => marked(part, html)))
  })
}

const formatting: Entry = [
  'format',
  (run: Run, call: Call) => {
    const [self = ''] = call.positional
    const format = typeof self === 'string' || self instanceof Markup ? self : ''
    return formatText(run, format, { positional: call.positional.slice(1), named: call.named })
  },
]

const formattingMap: Entry = [
  'format_map',
  builtin('format_map', 'self, mapping, /', (run, [self = '', mapping = null]) => {
    if (!(mapping instanceof Dict))
      return raise(`TypeError: '${typeName(mapping)}' object is not subscriptable`)
    const named = new Map<string, Value>()
    for (const [key, value] of mapping.entries()) if (typeof key === 'string') named.set(key, value)
    return formatText(run, typeof self === 'string' || self instanceof Markup ? self : '', {
      positional: [],
      named,
    })
  }),
]

/** The methods of text: Python's `str` but for `encode`, `translate` and `maketrans`. */
export const TEXT_METHODS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  mapped('upper', (text) => text.toUpperCase()),
  mapped('lower', (text) => text.toLowerCase()),
  mapped('capitalize', capitalize),
  mapped('title', title),
  mapped('swapcase', swapCase),
  mapped('casefold', caseFold),
  stripped('strip', 'both'),
  stripped('lstrip', 'start'),
  stripped('rstrip', 'end'),
  method('split', 'sep=None, maxsplit=-1', (self, [sep = null, limit = -1], html, run) =>
    list(run, split(self, sep, wantInt(limit)), html),
  ),
  method('rsplit', 'sep=None, maxsplit=-1', (self, [sep = null, limit = -1], html, run) =>
    list(run, splitFromEnd(self, sep, wantInt(limit)), html),
  ),
  method('splitlines', 'keepends=False', (self, [keep = false], html, run) =>
    list(run, splitLines(self, keep !== false && keep !== 0 && keep !== null), html),
  ),
  around('partition', false),
  around('rpartition', true),
  method('replace', 'old, new, count=-1, /', (self, [old = '', by = '', count = -1], html, run) =>
    marked(replaceText(run, self, wantText(old), inserted(by, html), wantInt(count)), html),
  ),
  method('join', 'iterable, /', (self, [items = null], html, run) =>
    marked(joinTexts(run, self, items, html), html),
  ),
  finding('find', false, false),
  finding('rfind', true, false),
  finding('index', false, true),
  finding('rindex', true, true),
  method('count', 'sub, start=None, end=None, /', (self, [part = '', from = null, to = null]) => {
    const chars = codePoints(self)
    const [start, end] = range(chars.length, from, to)
    if (start > end) return 0
    const cut = chars.slice(start, end)
    const wanted = wantText(part)
    return wanted === '' ? cut.length + 1 : cut.join('').split(wanted).length - 1
  }),
  edge('startswith', (text, part) => text.startsWith(part)),
  edge('endswith', (text, part) => text.endsWith(part)),
  method('removeprefix', 'prefix, /', (self, [part = ''], html) => {
    const prefix = wantText(part)
    return marked(self.startsWith(prefix) ? self.slice(prefix.length) : self, html)
  }),
  method('removesuffix', 'suffix, /', (self, [part = ''], html) => {
    const suffix = wantText(part)
    return marked(suffix !== '' && self.endsWith(suffix) ? self.slice(0, -suffix.length) : self, html)
  }),
  padded('center', centered),
  padded('ljust', () => 0),
  padded('rjust', (missing) => missing),
  method('zfill', 'width, /', (self, [width = 0], html, run) =>
    marked(zeroFilled(self, Math.max(0, wantInt(width)), run), html),
  ),
  method('expandtabs', 'tabsize=8', (self, [size = 8], html, run) => {
    if (!isInt(size))
      return raise(`TypeError: '${typeName(size)}' object cannot be interpreted as an integer`)
    return marked(expandTabs(self, Number(size), run), html)
  }),
  asked('isspace', isBlank),
  asked('islower', (text) => allCased(text, 'lower')),
  asked('isupper', (text) => allCased(text, 'upper')),
  asked('istitle', isTitle),
  ...Object.entries(CHARACTER_TESTS).map(([name, pattern]) => asked(name, (text) => pattern().test(text))),
  formatting,
  formattingMap,
])

/** The methods of text that is HTML: those of text, and MarkupSafe's two. */
export const HTML_METHODS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ...TEXT_METHODS,
  method('striptags', '', (self, _args, _html, run) => stripTags(run, self)),
  method('unescape', '', (self) => unescapeHtml(self)),
])
