/** The filter `urlize`. */
import { fits, tick } from '../meter.ts'
import { lazyPattern } from '../values/text.ts'
import type { Markup, Run } from '../values/values.ts'
import { toHtml } from './html.ts'

interface Links {
  /** Maximum characters of a link's text; applied only if it is given. */
  readonly limit: ((text: string) => string) | undefined
  /** The attributes of a link, escaped and with a blank before each. */
  readonly rel: string
  readonly target: string
  readonly schemes: readonly string[]
}

const W = '\\p{L}\\p{N}_'
const HTTP = lazyPattern(
  () =>
    new RegExp(
      `^(?:(?:https?://|www\\.)(?:(?:[${W}%-]+\\.)+)?(?:[a-z]{2,63}|xn--[${W}%]{2,59})` +
        `|(?:[${W}%-]{2,63}\\.)+(?:com|net|int|edu|gov|org|info|mil)` +
        '|https?://(?:\\p{Nd}{1,3}(?:\\.\\p{Nd}{1,3}){3}|\\[(?:[\\p{Nd}a-f]{0,4}:){2}(?:[\\p{Nd}a-f]{0,4}:?){1,6}\\]))' +
        '(?::\\p{Nd}{1,5})?(?:[/?#]\\S*)?\\n?$',
      'iu',
    ),
)
const EMAIL_HOST = lazyPattern(() => new RegExp(`^[${W}][${W}.-]*\\.[${W}]+$`, 'u'))
/** Words longer than this are not links: the patterns read each word more than once. */
const LONGEST = 2048

/** Every address has one of these before its last character. */
const MAYBE = /[.:@]./s

/** Jinja2's `urlize`: converts addresses in text to links. */
export function urlize(run: Run, text: string | Markup, links: Links): string {
  const html = toHtml(run, text).text
  let size = html.length
  return html.replace(/\S+/g, (word) => {
    tick(run, 1 + (word.length >> 2))
    if (!MAYBE.test(word)) return word
    const linked = linkWord(run, word, links)
    size += linked.length - word.length
    fits(run, size)
    return linked
  })
}

function linkWord(run: Run, word: string, links: Links): string {
  const head = /^(?:[(<]|&lt;)+/.exec(word)?.[0] ?? ''
  let middle = word.slice(head.length)
  let tail = ''
  if (/(?:[)>.,\n]|&gt;)$/.test(middle)) {
    let end = middle.length
    for (let ending = endingOf(middle, end); ending > 0; ending = endingOf(middle, end)) end -= ending
    tail = middle.slice(end)
    middle = middle.slice(0, end)
  }
  for (const [open, close] of [
    ['(', ')'],
    ['<', '>'],
    ['&lt;', '&gt;'],
  ] as const) {
    const opened = middle.split(open).length - 1
    if (opened <= middle.split(close).length - 1) continue
    for (let times = Math.min(opened, tail.split(close).length - 1); times > 0; times -= 1) {
      const end = tail.indexOf(close) + close.length
      middle += tail.slice(0, end)
      tail = tail.slice(end)
    }
  }
  return head + link(run, middle, links) + tail
}

function endingOf(text: string, end: number): number {
  if (')>.,\n'.includes(text.charAt(end - 1)) && end > 0) return 1
  return text.slice(Math.max(0, end - 4), end) === '&gt;' ? 4 : 0
}

function isEmail(text: string): boolean {
  // Any "@" but the first character may separate name and host; the host itself contains none.
  const at = text.lastIndexOf('@')
  return at > 0 && EMAIL_HOST().test(text.slice(at + 1)) && !/\s/.test(text)
}

function link(run: Run, middle: string, links: Links): string {
  if (middle.length > LONGEST) return middle
  const { rel, target } = links
  if (HTTP().test(middle)) {
    const prefix = middle.startsWith('https://') || middle.startsWith('http://') ? '' : 'https://'
    return `<a href="${prefix}${middle}"${rel}${target}>${links.limit?.(middle) ?? middle}</a>`
  }
  if (middle.startsWith('mailto:') && isEmail(middle.slice(7)))
    return `<a href="${middle}">${middle.slice(7)}</a>`
  if (
    middle.includes('@') &&
    !middle.startsWith('www.') &&
    !middle.startsWith('@') &&
    !middle.includes(':') &&
    isEmail(middle)
  )
    return `<a href="mailto:${middle}">${middle}</a>`
  tick(run, links.schemes.length)
  return links.schemes.reduce(
    (text, scheme) =>
      text !== scheme && text.startsWith(scheme) ? `<a href="${text}"${rel}${target}>${text}</a>` : text,
    middle,
  )
}
