/** Methods of text. */
import { raise } from '../../errors.ts'
import { claim, claimList, hold, letters, scan, tick } from '../../meter.ts'
import { marked, optional, softText, wantInt, wantSize, wantText } from '../../values/convert.ts'
import { iterate } from '../../values/iterate.ts'
import { pieces } from '../../values/pieces.ts'
import { countOf, finder, splitBy, splitFromEndBy } from '../../values/search.ts'
import {
  cutText,
  isBlank,
  knownFlat,
  lengthOfText,
  linesOf,
  skip,
  strip,
  textOf,
  wordsFromEnd,
  wordsOf,
} from '../../values/text.ts'
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
import { type Call, Dict, List, Markup, type Run, Tuple, type Value } from '../../values/values.ts'
import { type Builtin, builtin } from '../builtin.ts'
import { formatText } from '../format.ts'
import { stripTags, toHtml, unescapeHtml } from '../html.ts'

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

/** A method that converts a text character by character. */
function mapped(name: string, change: (text: string, run: Run) => string): Entry {
  return method(name, '', (self, _args, html, run) => {
    letters(run, self.length)
    return marked(change(self, run), html)
  })
}

function asked(name: string, question: (text: string) => boolean): Entry {
  return method(name, '', (self, _args, _html, run) => {
    letters(run, self.length)
    return question(self)
  })
}

function stripped(name: string, side: 'both' | 'start' | 'end'): Entry {
  return method(name, 'chars=None, /', (self, [chars = null], html, run) =>
    marked(stripText(run, self, optional(chars, wantText), side), html),
  )
}

/** Python's `str.strip()` and its one-sided forms; the work is counted by the removed characters. */
export function stripText(
  run: Run,
  text: string,
  chars: string | undefined,
  side: 'both' | 'start' | 'end',
): string {
  letters(run, chars?.length ?? 0)
  const kept = strip(text, chars, side)
  letters(run, text.length - kept.length)
  return kept
}

/** Texts that are inserted into HTML are escaped. */
function inserted(run: Run, value: Value, html: boolean): string {
  const text = wantText(value)
  return html && !(value instanceof Markup) ? toHtml(run, text).text : text
}

/** Bytes of a part that was cut out of a text. */
const PART = 32

function list(run: Run, texts: readonly string[], html: boolean): List {
  claimList(run, texts.length)
  return new List(html ? texts.map((text) => marked(text, html)) : [...texts])
}

function split(run: Run, self: string, separator: Value, limit: number, fromEnd: boolean): string[] {
  if (separator === null) {
    const parts: string[] = []
    letters(run, self.length)
    for (const word of fromEnd ? wordsFromEnd(self, limit) : wordsOf(self, limit)) {
      hold(run, PART)
      parts.push(word)
    }
    return fromEnd ? parts.reverse() : parts
  }
  const by = wantText(separator)
  if (by === '') raise('ValueError: empty separator')
  const count = countOf(self, by)
  hold(run, (limit < 0 ? count : Math.min(count, limit)) * PART)
  return fromEnd ? splitFromEndBy(self, by, limit) : splitBy(self, by, limit)
}

/** Python's `str.replace`; `count` below zero means all. */
export function replaceText(run: Run, text: string, old: string, by: string, count: number): string {
  scan(run, text.length + old.length)
  const places = old === '' ? lengthOfText(text) + 1 : countOf(text, old)
  const times = count < 0 ? places : Math.min(places, count)
  if (times === 0) return text
  claim(run, text.length + times * (by.length - old.length))
  tick(run, times >> 1)
  const made = pieces(run)
  let at = 0
  if (old === '') {
    for (let done = 0; done < times; done += 1) {
      const next = skip(text, at, 1)
      made.add(by)
      if (done < times - 1) made.add(text.slice(at, next))
      if (done < times - 1) at = next
    }
  } else {
    const find = finder(old)
    for (let done = 0; done < times; done += 1) {
      const found = find.next(text, at)
      made.add(text.slice(at, found))
      made.add(by)
      at = found + old.length
    }
  }
  made.add(text.slice(at))
  return made.text()
}

/** The positions of `from` and `to` of the searching methods, as Python reads them. */
function range(length: number, from: Value, to: Value): [start: number, end: number] {
  const clamp = (value: Value, otherwise: number) => {
    if (value === null) return otherwise
    const at = wantInt(value)
    return at < 0 ? Math.max(0, at + length) : at
  }
  return [clamp(from, 0), Math.min(length, clamp(to, length))]
}

/** The place of a part in Python's characters, counted from `start` of a text. */
function find(run: Run, self: string, part: Value, from: Value, to: Value, last: boolean): number {
  const wanted = wantText(part)
  const flat = knownFlat(run, self)
  if (!flat) letters(run, self.length)
  const length = flat ? self.length : lengthOfText(self)
  const [start, end] = range(length, from, to)
  if (start > end) return -1
  const cut = cutText(self, start, end)
  if (wanted === '') return last ? end : start
  const find = finder(wanted)
  const at = last ? find.last(cut, cut.length) : find.next(cut, 0)
  if (at === -1) return -1
  return start + (flat ? at : lengthOfText(cut.slice(0, at)))
}

function finding(name: string, last: boolean, must: boolean): Entry {
  return method(
    name,
    'sub, start=None, end=None, /',
    (self, [part = '', from = null, to = null], _html, run) => {
      const at = find(run, self, part, from, to, last)
      return must && at === -1 ? raise('ValueError: substring not found') : at
    },
  )
}

/** The part of a text between two of Python's indexes; `undefined` where it would end before it begins. */
function between(run: Run, self: string, from: Value, to: Value): string | undefined {
  if (from === null && to === null) return self
  if (!knownFlat(run, self)) letters(run, self.length)
  const [start, end] = range(lengthOfText(self), from, to)
  return start > end ? undefined : cutText(self, start, end)
}

function edge(name: string, holds: (text: string, part: string) => boolean): Entry {
  return method(
    name,
    'prefix, start=None, end=None, /',
    (self, [part = '', from = null, to = null], _html, run) => {
      const text = between(run, self, from, to)
      const parts = part instanceof Tuple ? part.items : [part]
      return parts.some((one) => {
        const wanted =
          textOf(one) ??
          raise(`TypeError: ${name} first arg must be str or a tuple of str, not ${typeName(one)}`)
        tick(run)
        scan(run, wanted.length)
        return text !== undefined && holds(text, wanted)
      })
    },
  )
}

function padded(name: string, left: (missing: number, width: number) => number): Entry {
  return method(name, "width, fillchar=' ', /", (self, [width = 0, fill = ' '], html, run) => {
    const char = inserted(run, fill, html)
    if (char.length > 2 || lengthOfText(char) !== 1)
      raise('TypeError: The fill character must be exactly one character long')
    return marked(pad(run, self, wantSize(width), char, left), html)
  })
}

/** Text padded to a width; `left` is the amount of padding before it. */
export function pad(
  run: Run,
  text: string,
  width: number,
  fill: string,
  left: (missing: number, width: number) => number,
): string {
  const missing = width - lengthOfText(text)
  if (missing <= 0) return text
  claim(run, text.length + missing * fill.length)
  const before = left(missing, width)
  return fill.repeat(before) + text + fill.repeat(missing - before)
}

/** The amount of padding that Python's `center` puts before the text. */
export function centered(missing: number, width: number): number {
  return (missing >> 1) + (missing & width & 1)
}

function zeroFilled(self: string, width: number, run: Run): string {
  const missing = claim(run, width) - lengthOfText(self)
  if (missing <= 0) return self
  const sign = self.startsWith('-') || self.startsWith('+') ? self.charAt(0) : ''
  return sign + '0'.repeat(missing) + self.slice(sign.length)
}

function expandTabs(self: string, size: number, run: Run): string {
  letters(run, self.length)
  const expanded = pieces(run)
  let column = 0
  for (const part of self.split(/([\t\n\r])/)) {
    tick(run)
    if (part === '\t') {
      const blanks = size > 0 ? size - (column % size) : 0
      expanded.add(' '.repeat(claim(run, blanks)))
      column += blanks
    } else {
      expanded.add(part)
      column = part === '\n' || part === '\r' ? 0 : column + lengthOfText(part)
    }
  }
  return expanded.text()
}

/** Python's `separator.join(items)`; every item must be text. */
function joinTexts(run: Run, separator: string, items: Value, html: boolean): string {
  const joined = pieces(run)
  let index = 0
  for (const item of iterate(run, items)) {
    const text = html ? inserted(run, softMarked(run, item), true) : textOf(item)
    if (text === undefined) {
      mustBeDefined(item)
      return raise(`TypeError: sequence item ${index}: expected str instance, ${typeName(item)} found`)
    }
    if (index > 0) joined.add(separator)
    joined.add(text)
    scan(run, text.length + separator.length)
    index += 1
  }
  return joined.text()
}

function softMarked(run: Run, item: Value): Value {
  const { text, html } = softText(run, item)
  return marked(text, html)
}

function around(name: string, last: boolean): Entry {
  return method(name, 'sep, /', (self, [separator = ''], html) => {
    const by = wantText(separator)
    if (by === '') raise('ValueError: empty separator')
    const at = last ? finder(by).last(self, self.length) : finder(by).next(self, 0)
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

/** The names of a mapping. Anything else fails only when a format asks for a name. */
function namesIn(run: Run, mapping: Value): Map<string, Value> {
  const named = new Map<string, Value>()
  if (!(mapping instanceof Dict)) {
    const get = () => {
      mustBeDefined(mapping)
      return raise(`TypeError: '${typeName(mapping)}' object is not subscriptable`)
    }
    return Object.assign(named, { get })
  }
  tick(run, mapping.size)
  for (const [key, value] of mapping.entries()) if (typeof key === 'string') named.set(key, value)
  return named
}

const formattingMap: Entry = [
  'format_map',
  builtin('format_map', 'self, mapping, /', (run, [self = '', mapping = null]) => {
    const format = typeof self === 'string' || self instanceof Markup ? self : ''
    return formatText(run, format, { positional: [], named: namesIn(run, mapping) })
  }),
]

/** The methods of text: Python's `str` except `encode`, `translate` and `maketrans`. */
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
    list(run, split(run, self, sep, wantSize(limit), false), html),
  ),
  method('rsplit', 'sep=None, maxsplit=-1', (self, [sep = null, limit = -1], html, run) =>
    list(run, split(run, self, sep, wantSize(limit), true), html),
  ),
  method('splitlines', 'keepends=False', (self, [keep = false], html, run) =>
    list(run, linesOf(run, self, wantInt(keep) !== 0), html),
  ),
  around('partition', false),
  around('rpartition', true),
  method('replace', 'old, new, count=-1, /', (self, [old = '', by = '', count = -1], html, run) =>
    marked(replaceText(run, self, wantText(old), inserted(run, by, html), wantSize(count)), html),
  ),
  method('join', 'iterable, /', (self, [items = null], html, run) =>
    marked(joinTexts(run, self, items, html), html),
  ),
  finding('find', false, false),
  finding('rfind', true, false),
  finding('index', false, true),
  finding('rindex', true, true),
  method('count', 'sub, start=None, end=None, /', (self, [part = '', from = null, to = null], _html, run) => {
    const cut = between(run, self, from, to)
    const wanted = wantText(part)
    if (cut === undefined) return 0
    return wanted === '' ? lengthOfText(cut) + 1 : countOf(cut, wanted)
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
    marked(zeroFilled(self, Math.max(0, wantSize(width)), run), html),
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
  ...Object.entries(CHARACTER_TESTS).map(([name, question]) => asked(name, question)),
  formatting,
  formattingMap,
])

/** The methods of text that is HTML: those of text, and MarkupSafe's two. */
export const HTML_METHODS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ...TEXT_METHODS,
  method('striptags', '', (self, _args, _html, run) => stripTags(run, self)),
  method('unescape', '', (self) => unescapeHtml(self)),
])
