/** Filters for text. */
import { raise } from '../../errors.ts'
import { claim, letters, scan } from '../../meter.ts'
import { truthy } from '../../values/compare.ts'
import {
  marked,
  optional,
  softText,
  wantIndex,
  wantNumber,
  wantSize,
  wantText,
} from '../../values/convert.ts'
import { lengthOf } from '../../values/iterate.ts'
import { pieces } from '../../values/pieces.ts'
import { str } from '../../values/print.ts'
import { cutText, lazyPattern, lengthOfText, linesOf, SPACES, skip, textOf } from '../../values/text.ts'
import { isInt, isText, typeName } from '../../values/types.ts'
import { mustBeDefined } from '../../values/undefined.ts'
import { capitalize } from '../../values/unicode.ts'
import { Dict, Markup, type Run, Tuple, type Value } from '../../values/values.ts'
import { type Builtin, builtin } from '../builtin.ts'
import { stripTags, toHtml } from '../html.ts'
import { centered, pad, replaceText, stripText } from '../methods/text.ts'
import { percentFormat } from '../percent.ts'
import { pretty } from '../pprint.ts'
import { wrap } from '../wrap.ts'

type Entry = readonly [name: string, filter: Builtin]

function filter(name: string, signature: string, work: (run: Run, args: readonly Value[]) => Value): Entry {
  return [name, builtin(name, signature, work)]
}

/** A filter that changes text and keeps HTML marked as such. */
function changed(name: string, change: (text: string, run: Run) => string): Entry {
  return filter(name, 's', (run, [value = '']) => {
    const { text, html } = softText(run, value)
    claim(run, text.length)
    return marked(change(text, run), html)
  })
}

const WORD = new RegExp(`[^-${SPACES}({\\[<]+`, 'g')

/** Jinja2's `title`: words begin after white space, hyphens and opening brackets. */
function titleWords(run: Run, text: string): string {
  letters(run, text.length)
  return text.replace(WORD, (word) => {
    const first = skip(word, 0, 1)
    return word.slice(0, first).toUpperCase() + word.slice(first).toLowerCase()
  })
}

function replace(run: Run, [value = '', old = '', by = '', count = null]: readonly Value[]): Value {
  const times = count === null ? -1 : wantSize(count)
  if (!run.autoescape) return replaceText(run, str(run, value), str(run, old), str(run, by), times)
  const mark = old instanceof Markup || (by instanceof Markup && !(value instanceof Markup))
  const source = mark ? toHtml(run, value) : softText(run, value)
  const html = mark || value instanceof Markup
  const replacement = softText(run, by)
  const text = html && !replacement.html ? toHtml(run, replacement.text).text : replacement.text
  return marked(replaceText(run, source.text, softText(run, old).text, text, times), html)
}

/** A filter's text argument, where Python calls methods of `str` on it or takes its length. */
function givenText(value: Value, method: string): { text: string; html: boolean } {
  const text = textOf(value)
  if (text !== undefined) return { text, html: value instanceof Markup }
  mustBeDefined(value)
  return raise(`AttributeError: '${typeName(value)}' object has no attribute '${method}'`)
}

function indent(run: Run, [value = '', width = 4, first = false, blank = false]: readonly Value[]): Value {
  const source = textOf(value)
  if (source === undefined) {
    mustBeDefined(value)
    return raise(`TypeError: unsupported operand type(s) for +=: '${typeName(value)}' and 'str'`)
  }
  const html = value instanceof Markup
  const given = textOf(width)
  const by = given === undefined ? ' '.repeat(claim(run, Math.max(0, wantSize(width)))) : given
  const lines = linesOf(run, `${source}\n`)
  claim(run, source.length + lines.length * by.length)
  const [head = '', ...rest] = lines
  const all = truthy(run, blank)
  const text = [head, ...rest.map((line) => (all || line !== '' ? by + line : line))].join('\n')
  return marked(truthy(run, first) ? by + text : text, html)
}

function truncate(
  run: Run,
  [value = '', length = 255, kill = false, end = '...', leeway = null]: readonly Value[],
): Value {
  const limit = wantNumber(length)
  const tail = wantText(end)
  const tailLength = lengthOfText(tail)
  const slack = leeway === null ? 5 : wantNumber(leeway)
  if (limit < tailLength) raise(`AssertionError: expected length >= ${tailLength}, got ${limit}`)
  if (slack < 0) raise(`AssertionError: expected leeway >= 0, got ${slack}`)
  const source = textOf(value)
  if (source === undefined) return truncateOther(run, value, limit + slack)
  if (lengthOfText(source) <= limit + slack) return value
  wantIndex(length)
  const html = value instanceof Markup
  const ending = html ? toHtml(run, end).text : tail
  const cut = cutText(source, 0, limit - tailLength)
  if (truthy(run, kill)) return marked(cut + ending, html || end instanceof Markup)
  const space = cut.lastIndexOf(' ')
  return marked((space === -1 ? cut : cut.slice(0, space)) + ending, html || end instanceof Markup)
}

/** Python truncates whatever has a length and is short enough; longer ones fail in it too. */
function truncateOther(run: Run, value: Value, limit: number): Value {
  const length = lengthOf(run, value)
  if (length !== undefined && length <= limit) return value
  return raise(`TypeError: object of type '${typeName(value)}' cannot be truncated`)
}

function wordwrap(
  run: Run,
  [value = '', width = 79, breakWords = true, wrapstring = null, hyphens = true]: readonly Value[],
): Value {
  const { text } = givenText(value, 'splitlines')
  const by = optional(wrapstring, wantText) ?? '\n'
  const [whole, long, hyphenated] = [isInt(width), truthy(run, breakWords), truthy(run, hyphens)]
  const wrapped = pieces(run)
  linesOf(run, text).forEach((line, index) => {
    // A text without lines is never wrapped, so that its width may be anything.
    const rule = { width: wantNumber(width), whole, breakWords: long, hyphens: hyphenated }
    if (index > 0) wrapped.add(by)
    let first = true
    for (const part of wrap(run, line, rule)) {
      scan(run, by.length)
      if (!first) wrapped.add(by)
      first = false
      wrapped.add(part)
    }
  })
  return wrapped.text()
}

const WORDS = lazyPattern(() => /[\p{L}\p{N}_]+/gu)

function wordCount(run: Run, text: string): number {
  letters(run, text.length)
  const pattern = WORDS()
  pattern.lastIndex = 0
  let count = 0
  while (pattern.test(text)) count += 1
  return count
}

/** Filters over one text. */
export const TEXT_FILTERS: readonly Entry[] = [
  changed('upper', (text) => text.toUpperCase()),
  changed('lower', (text) => text.toLowerCase()),
  changed('capitalize', capitalize),
  filter('title', 's', (run, [value = '']) => titleWords(run, softText(run, value).text)),
  filter('trim', 'value, chars=None', (run, [value = '', chars = null]) => {
    const { text, html } = softText(run, value)
    return marked(stripText(run, text, optional(chars, wantText), 'both'), html)
  }),
  filter('center', 'value, width=80', (run, [value = '', width = 80]) => {
    const { text, html } = softText(run, value)
    return marked(pad(run, text, wantSize(width), ' ', centered), html)
  }),
  filter('replace', 's, old, new, count=None', replace),
  filter('indent', 's, width=4, first=False, blank=False', indent),
  filter('truncate', "s, length=255, killwords=False, end='...', leeway=None", truncate),
  filter('wordwrap', 's, width=79, break_long_words=True, wrapstring=None, break_on_hyphens=True', wordwrap),
  filter('wordcount', 's', (run, [value = '']) => wordCount(run, softText(run, value).text)),
  filter('string', 'object', (run, [value = '']) => (isText(value) ? value : str(run, value))),
  filter('safe', 'value', (run, [value = '']) =>
    value instanceof Markup ? value : new Markup(str(run, value)),
  ),
  filter('escape', 's', (run, [value = '']) => toHtml(run, value)),
  filter('e', 's', (run, [value = '']) => toHtml(run, value)),
  filter('forceescape', 'value', (run, [value = '']) => toHtml(run, str(run, value))),
  filter('striptags', 'value', (run, [value = '']) => stripTags(run, str(run, value))),
  filter('pprint', 'value', (run, [value = null]) => pretty(run, value)),
  [
    'format',
    (run, { positional: [value = '', ...args], named }) => {
      if (args.length > 0 && named.size > 0)
        raise("FilterArgumentError: can't handle positional and keyword arguments at the same time")
      const { text, html } = softText(run, value)
      return percentFormat(
        run,
        html ? new Markup(text) : text,
        named.size > 0 ? Dict.of(run, named) : new Tuple(args),
      )
    },
  ],
]
