/** Reads the platform's standard input field by field. */
import type { RawProblem } from '../../contract/errors.ts'
import { isRecord } from '../../contract/json.ts'
import { refuse } from '../../contract/refuse.ts'
import { jsonFault } from '../../safety/json-fault.ts'
import { show } from '../../schema/validate.ts'

/** A JSON object whose fields are not validated. */
export type Fields = Record<string, unknown>

/** A value as text; empty for objects and lists. `String` would call the object's `toString`, and fail if that is data. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''

/**
 * Parses the one JSON object in a text, with or without a byte order mark. Throws REQUEST_INVALID.
 *
 * @param what the name of the text in errors
 */
export function parseContext(text: string, what = 'The context'): Fields {
  const clean = text.replace(/^\uFEFF+/, '')
  if (clean.trim() === '')
    throw refuse(`${what} is empty. The platform sends one JSON object on standard input.`)
  const context = parse(clean, what)
  if (isRecord(context)) return context
  throw refuse(`${what} must be one JSON object; got ${Array.isArray(context) ? 'a list' : show(context)}.`)
}

function parse(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const standard = withoutInfinity(text)
    try {
      if (standard !== text) return JSON.parse(standard)
    } catch {
      // The error refers to the original text.
    }
    throw refuse(`${what} is not JSON: ${jsonFault(text, cause)} Send one JSON object.`)
  }
}

/**
 * Python's reader accepts NaN and Infinity, which JSON does not have. They cannot be used in calculations, so they count
 * as absent.
 */
function withoutInfinity(text: string): string {
  const parts: string[] = []
  const token = /"|-?Infinity|NaN/g
  let done = 0
  for (let found = token.exec(text); found; found = token.exec(text)) {
    if (found[0] === '"') {
      // Words inside texts are unchanged.
      token.lastIndex = endOfText(text, found.index)
    } else {
      parts.push(text.slice(done, found.index), 'null')
      done = token.lastIndex
    }
  }
  return parts.join('') + text.slice(done)
}

/** The end of the text that begins with a quote. */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at + 1
  }
  return text.length
}

/** Reads the fields of one object and collects every problem. */
export interface FieldReader {
  /** An object; null and an absent field are an empty one. */
  object(name: string): Fields
  /** Required text. */
  text(name: string): string
  /** A positive number, also as text; undefined if there is none. */
  positive(name: string): number | undefined
  /** Throws REQUEST_INVALID with every problem. */
  check(): void
}

/** A reader over an object. */
export function fieldReader(fields: Fields): FieldReader {
  const problems: RawProblem[] = []
  const wrong = (name: string, wanted: string): void => {
    const detail = `"${name}" must be ${wanted}; got ${show(fields[name])}.`
    problems.push({ where: name, rule: 'request', values: { detail } })
  }
  return {
    object: (name) => {
      const value = fields[name] ?? {}
      if (isRecord(value)) return value
      wrong(name, 'an object')
      return {}
    },
    text: (name) => {
      const value = fields[name]
      if (typeof value === 'string' && value.trim() !== '') return value.trim()
      wrong(name, 'non-empty text')
      return ''
    },
    positive: (name) => {
      const value = fields[name]
      const number = typeof value === 'string' ? Number(value) : value
      return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : undefined
    },
    check: () => {
      if (problems.length > 0)
        throw refuse(problems.map((problem) => problem.values.detail).join(' '), { problems })
    },
  }
}

/**
 * Milliseconds before the platform's deadline at which a run ends, so that its answer is written before the process is
 * killed.
 */
const MARGIN = 10_000

/** Milliseconds; a timer does not support a longer deadline. */
const LONGEST = 2_147_483_647

/**
 * The time limit of a run that must end at an epoch in milliseconds: everything but the last ten seconds, or half of the
 * remaining time if that is more. Not positive: the deadline has passed.
 */
export function timeLeft(deadline: number, now: number): number {
  const left = deadline - now
  return Math.min(LONGEST, Math.floor(left - Math.min(MARGIN, left / 2)))
}
