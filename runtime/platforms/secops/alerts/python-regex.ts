/** Translates Python's regular expressions to JavaScript; patterns without the same meaning are refused. */
import { ActionError } from '../../../contract/errors.ts'
import { type Phrase, phrase, type Word } from '../../../contract/phrases.ts'

/** The expression, or the problem with it as "must …" or "has …". */
export type PythonRegex = { regex: RegExp } | { fault: Word }

/** One step through the pattern: what was read, and its translation. */
interface Step {
  length: number
  text: string
}

const refuse = (fault: Phrase): ActionError => new ActionError('PARAMETER_INVALID', { fault })

const NO_REGEX = phrase('must be a Python regular expression')

const WORD = '\\p{L}\\p{N}_'
const BOUNDARY = `(?:(?<=[${WORD}])(?![${WORD}])|(?<![${WORD}])(?=[${WORD}]))`
const NO_BOUNDARY = `(?:(?<=[${WORD}])(?=[${WORD}])|(?<![${WORD}])(?![${WORD}]))`
/** Translates an escape outside a set. Python's classes cover all scripts, JavaScript's only ASCII letters. */
const ESCAPES: Record<string, string> = {
  w: `[${WORD}]`,
  W: `[^${WORD}]`,
  d: '\\p{Nd}',
  D: '\\P{Nd}',
  s: '\\s',
  S: '\\S',
  b: BOUNDARY,
  B: NO_BOUNDARY,
  A: '(?<![\\s\\S])',
  Z: '(?![\\s\\S])',
  a: '\\x07',
}
const IN_SET: Record<string, string> = {
  w: WORD,
  d: '\\p{Nd}',
  D: '\\P{Nd}',
  s: '\\s',
  S: '\\S',
  b: '\\x08',
  a: '\\x07',
}
const SYNTAX = /[\\^$.*+?()[\]{}|/]/

/** Translates a pattern for `re.search`: the first match anywhere, text of any script. */
export function fromPythonRegex(pattern: string): PythonRegex {
  try {
    const { flags, rest } = leadingFlags(pattern)
    let text = ''
    for (let at = 0; at < rest.length; ) {
      const step = translate(rest, at, flags)
      text += step.text
      at += step.length
    }
    return compile(text, flags)
  } catch (error) {
    return { fault: (error instanceof ActionError ? error.words.fault : undefined) ?? NO_REGEX }
  }
}

function compile(text: string, flags: string): PythonRegex {
  try {
    return { regex: new RegExp(text, `u${flags.replaceAll('u', '')}`) }
  } catch {
    // The error is about the translation, which the user did not write.
    return { fault: NO_REGEX }
  }
}

/** `(?i)` and similar flags, which Python allows only at the start. */
function leadingFlags(pattern: string): { flags: string; rest: string } {
  const [whole = '', given = ''] = /^\(\?([a-zA-Z]+)\)/.exec(pattern) ?? []
  for (const flag of given) {
    if (!'imsu'.includes(flag))
      throw refuse(phrase('has the flag "{flag}", which is not supported here; leave it out', { flag }))
  }
  return { flags: [...new Set(given)].join(''), rest: pattern.slice(whole.length) }
}

function translate(pattern: string, at: number, flags: string): Step {
  const rest = pattern.slice(at)
  const char = String.fromCodePoint(rest.codePointAt(0) ?? 0)
  if (char === '\\') return escaped(rest, ESCAPES)
  if (char === '[') return set(rest)
  if (char === '(') return group(rest)
  if (char === '.' && !flags.includes('s')) return { length: 1, text: '[^\\n]' }
  if (char === '^' && flags.includes('m')) return { length: 1, text: '(?<![^\\n])' }
  if (char === '$') return { length: 1, text: flags.includes('m') ? '(?![^\\n])' : '(?=\\n?(?![\\s\\S]))' }
  if (char === ']' || char === '}') return { length: 1, text: `\\${char}` }
  if (char === '{') return braces(rest)
  if (/[*+?]/.test(char)) return quantifier(rest, 1)
  return { length: char.length, text: char === '/' ? '\\/' : char }
}

/** `{` is a quantifier only in the forms {m}, {m,}, {,n} and {m,n}; otherwise it is a literal. */
function braces(rest: string): Step {
  const [whole, least = '', comma, most = ''] = /^\{(\d*)(,?)(\d*)\}/.exec(rest) ?? []
  if (whole === undefined || (least === '' && most === '')) return { length: 1, text: '\\{' }
  const { length } = quantifier(rest, whole.length)
  return { length, text: `{${least || '0'}${comma}${most}}${rest.slice(whole.length, length)}` }
}

function quantifier(rest: string, length: number): Step {
  if (rest[length] === '+')
    throw refuse(phrase('has a possessive quantifier, which JavaScript lacks; write it without the +'))
  const whole = rest[length] === '?' ? length + 1 : length
  return { length: whole, text: rest.slice(0, whole) }
}

function group(rest: string): Step {
  const named = /^\(\?P<([A-Za-z_]\w*)>/.exec(rest)
  if (named) return { length: named[0].length, text: `(?<${named[1]}>` }
  const again = /^\(\?P=([A-Za-z_]\w*)\)/.exec(rest)
  if (again) return { length: again[0].length, text: `\\k<${again[1]}>` }
  const comment = /^\(\?#[^)]*\)/.exec(rest)
  if (comment) return { length: comment[0].length, text: '' }
  const plain = /^\((?:\?(?:[:=!]|<[=!]))?/.exec(rest)?.[0] ?? '('
  if (plain === '(' && rest[1] === '?') {
    throw refuse(
      phrase('has the group "{group}", which is not supported here; write it with (?:…)', {
        group: rest.slice(0, 4),
      }),
    )
  }
  return { length: plain.length, text: plain }
}

function escaped(rest: string, table: Record<string, string>): Step {
  const next = rest.slice(1, 2)
  if (next === '') throw refuse(phrase('must not end with a backslash'))
  if (Object.hasOwn(table, next)) return { length: 2, text: table[next] ?? '' }
  const code = /^\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4})/.exec(rest)?.[0]
  if (code) return { length: code.length, text: code }
  const long = /^\\U([0-9a-fA-F]{8})/.exec(rest)
  if (long) return { length: 10, text: `\\u{${long[1]?.replace(/^0+(?=.)/, '')}}` }
  const reference = table === ESCAPES ? /^\\[1-9]\d?/.exec(rest)?.[0] : undefined
  if (reference) return { length: reference.length, text: reference }
  if (/[fnrtv]/.test(next)) return { length: 2, text: `\\${next}` }
  if (/[A-Za-z0-9]/.test(next))
    throw refuse(phrase('has "{escape}", which is not supported here', { escape: `\\${next}` }))
  const char = String.fromCodePoint(rest.codePointAt(1) ?? 0)
  return {
    length: 1 + char.length,
    text: SYNTAX.test(char) || (char === '-' && table === IN_SET) ? `\\${char}` : char,
  }
}

/** A set: a closing bracket directly at its start is a character. */
function set(rest: string): Step {
  let at = rest[1] === '^' ? 2 : 1
  let text = rest.slice(0, at)
  const first = at
  for (; at < rest.length; ) {
    const char = String.fromCodePoint(rest.codePointAt(at) ?? 0)
    if (char === ']' && at > first) return { length: at + 1, text: `${text}]` }
    const step = char === '\\' ? escaped(rest.slice(at), IN_SET) : { length: char.length, text: inSet(char) }
    text += step.text
    at += step.length
  }
  throw refuse(phrase('has a [ without its ]'))
}

const inSet = (char: string): string => (/[[\]^/]/.test(char) ? `\\${char}` : char)
