/** Splits a template into tokens. */
import type { Token, TokenSource } from 'nunjucks/src/parser.js'
import { templateError } from '../errors.ts'
import { lazyPattern, SPACES } from '../values/text.ts'
import { unescapeString } from './string-literal.ts'

const OPENING = new RegExp(
  `\\{%([-+]?)[${SPACES}]*raw[${SPACES}]*(?:-%\\}[${SPACES}]*|%\\})|(\\{\\{|\\{#|\\{%)([-+]?)`,
  'g',
)
const RAW_END = new RegExp(`\\{%([-+]?)[${SPACES}]*endraw[${SPACES}]*(?:\\+%\\}|-%\\}[${SPACES}]*|%\\})`, 'g')
const COMMENT_END = new RegExp(`\\+#\\}|-#\\}[${SPACES}]*|#\\}`, 'g')
const BLOCK_END = new RegExp(`\\+%\\}|-%\\}[${SPACES}]*|%\\}`, 'y')
const VARIABLE_END = new RegExp(`-\\}\\}[${SPACES}]*|\\}\\}`, 'y')
const BLANK = new RegExp(`[${SPACES}]+`, 'y')
const TRAILING_BLANK = new RegExp(`[${SPACES}]$`)
const FLOAT = /(?<!\.)(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iy
const INTEGER = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iy
/** Letters, and what else Python accepts in a name: two characters that may begin one, and dots in the middle. */
const NAME = lazyPattern(() => /[\p{L}\p{N}\p{M}\p{Pc}·\u0387\u2118\u212e]+/uy)
const IDENTIFIER = lazyPattern(() => /^[\p{XID_Start}_]\p{XID_Continue}*$/u)
const STRING = /'[^'\\]*(?:\\[\s\S][^'\\]*)*'|"[^"\\]*(?:\\[\s\S][^"\\]*)*"/y
const OPERATOR = /\*\*|\/\/|==|!=|>=|<=|[-+/*%~[\](){}><=.:|,;]/y

/** Token types of nunjucks for operators that its parser tells apart by type. */
const OPERATOR_TYPES: Readonly<Record<string, string>> = {
  '(': 'left-paren',
  ')': 'right-paren',
  '[': 'left-bracket',
  ']': 'right-bracket',
  '{': 'left-curly',
  '}': 'right-curly',
  ',': 'comma',
  ':': 'colon',
  '~': 'tilde',
  '|': 'pipe',
}
const CLOSER: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']' }

/** Tokens of one template, with a lookahead beyond the token that the parser has peeked at. */
export interface TokenStream extends TokenSource {
  /** The token after the next one read, without reading. */
  look(): Token | null
  /** The delimiters, whose length nunjucks' parser uses; our tokens never contain the white-space control character. */
  readonly tags: Readonly<Record<string, string>>
}

/**
 * Splits a template into nunjucks' tokens by Jinja2's rules: white-space control, raw blocks, comments, balanced braces,
 * Python's numbers and string escapes, one trailing newline dropped. White space and comments make no token.
 */
export function tokenize(template: string): TokenStream {
  const source = template.replace(/\r\n?/g, '\n').replace(/\n$/, '')
  const tokens: Token[] = []
  let at = 0
  let lineno = 0
  let lineStart = 0
  /** The next line break, kept: looking for it again at every token would take time with the square of the length. */
  let lineEnd = source.indexOf('\n')

  const place = (offset: number): [number, number] => {
    while (lineEnd !== -1 && lineEnd < offset) {
      lineno += 1
      lineStart = lineEnd + 1
      lineEnd = source.indexOf('\n', lineStart)
    }
    return [lineno, offset - lineStart]
  }
  const fail = (
    message: string,
    offset: number,
    remedy?: string,
    kind: 'syntax' | 'refused' = 'syntax',
  ): never => {
    const [line, column] = place(offset)
    throw templateError(kind, message, [line + 1, column + 1], remedy)
  }
  const push = (type: string, value: string, offset: number) => {
    const [line, column] = place(offset)
    tokens.push({ type, value, lineno: line, colno: column })
  }
  const pushData = (text: string, strip: string, offset: number) => {
    const data = strip === '-' ? stripEnd(text) : text
    if (data !== '') push('data', data, offset)
  }
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    return pattern.exec(source)
  }

  const readText = () => {
    const opening = match(OPENING)
    if (opening === null) {
      pushData(source.slice(at), '', at)
      at = source.length
      return
    }
    const raw = opening[2] === undefined
    pushData(source.slice(at, opening.index), (raw ? opening[1] : opening[3]) ?? '', at)
    at = opening.index + opening[0].length
    if (raw) readRaw(opening.index)
    else if (opening[2] === '{#') readComment(opening.index)
    else readCode(opening[2] === '{%', opening.index)
  }
  const readRaw = (start: number) => {
    const end = match(RAW_END) ?? fail('The raw block is never closed.', start, 'Add {% endraw %}.')
    pushData(source.slice(at, end.index), end[1] ?? '', at)
    at = end.index + end[0].length
  }
  const readComment = (start: number) => {
    const end = match(COMMENT_END) ?? fail('The comment is never closed.', start, 'Add #}.')
    at = end.index + end[0].length
  }
  const readCode = (block: boolean, start: number) => {
    push(block ? 'block-start' : 'variable-start', block ? '{%' : '{{', start)
    const open: string[] = []
    while (at < source.length) {
      const end = open.length === 0 ? match(block ? BLOCK_END : VARIABLE_END) : null
      if (end !== null) {
        push(block ? 'block-end' : 'variable-end', block ? '%}' : '}}', at)
        at += end[0].length
        return
      }
      readToken(open)
    }
    fail(
      `The ${block ? 'statement' : 'expression'} is never closed.`,
      start,
      `Close it with ${block ? '%}' : '}}'}.`,
    )
  }
  const readToken = (open: string[]) => {
    const start = at
    const take = (pattern: RegExp): string | undefined => {
      const found = match(pattern)?.[0]
      if (found !== undefined) at += found.length
      return found
    }
    let text: string | undefined
    if (take(BLANK) !== undefined) return
    text = take(FLOAT)
    if (text !== undefined) return push('float', text.replaceAll('_', ''), start)
    text = take(INTEGER)
    if (text !== undefined) return push('int', text.replaceAll('_', '').toLowerCase(), start)
    text = take(NAME())
    if (text !== undefined) {
      if (!IDENTIFIER().test(text))
        fail(`"${text}" is not a name.`, start, 'Names begin with a letter or "_".')
      return push('symbol', text, start)
    }
    text = take(STRING)
    if (text !== undefined) {
      const literal = unescapeString(text.slice(1, -1))
      if (literal.text !== undefined) return push('string', literal.text, start)
      return fail(literal.problem, start, undefined, literal.known ? 'refused' : 'syntax')
    }
    text = take(OPERATOR)
    if (text === undefined) {
      const bad = String.fromCodePoint(source.codePointAt(at) ?? 0)
      return fail(
        `The character ${JSON.stringify(bad)} means nothing here.`,
        at,
        bad === '"' || bad === "'" ? 'Close the string with the same quote.' : undefined,
      )
    }
    const closer = CLOSER[text]
    if (closer !== undefined) open.push(closer)
    else if (text === ')' || text === ']' || text === '}') {
      const expected = open.pop()
      if (expected !== text)
        fail(`"${text}" closes nothing${expected === undefined ? '' : `; "${expected}" is due`}.`, start)
    }
    return push(OPERATOR_TYPES[text] ?? 'operator', text, start)
  }

  while (at < source.length) readText()
  let next = 0
  return {
    tags: {
      BLOCK_START: '{%',
      VARIABLE_START: '{{',
      VARIABLE_END: '}}',
      COMMENT_START: '{#',
      COMMENT_END: '#}',
    },
    nextToken: () => tokens[next++] ?? null,
    look: () => tokens[next] ?? null,
  }
}

function stripEnd(text: string): string {
  let end = text.length
  while (end > 0 && TRAILING_BLANK.test(text.charAt(end - 1))) end -= 1
  return text.slice(0, end)
}
