/**
 * The one error class and the table of codes. Codes are forever; sentences (runtime/locales/) may change.
 * docs/errors.md is generated from this table.
 */
import { type Code, codes } from './codes.ts'
import { english, type Words } from './phrases.ts'
import type { ResultError, VendorAnswer } from './result.ts'

/** Values a code's sentence needs in English, by placeholder name; see runtime/i18n/locales/en.ts. */
export type Values = Record<string, string | number | boolean>

/** A problem before it is written in a language: the rule's key in the locale tables and its values. */
export interface RawProblem {
  where: string
  rule: string
  values: Words
}

/** Further facts of a failure. */
export interface ErrorFacts {
  cause?: unknown
  problems?: RawProblem[]
  vendor?: VendorAnswer
  retry_after_ms?: number
  /** Overrides the table: false when repeating could do harm, true when nothing had been sent. */
  retryable?: boolean
  /** True when no request had left, so that repeating a write is safe. */
  unsent?: boolean
}

const BRAND = Symbol.for('soar.ActionError')

/**
 * Thrown by every layer for every expected failure. It has no children, because results cross a process boundary as
 * JSON: codes survive that, classes do not. `message` is for logs and causes; people read the code's sentence.
 */
export class ActionError extends Error {
  /** Holds across copies of this class: the built product runs modules from sources, and those bring their own. */
  static override [Symbol.hasInstance](value: unknown): value is ActionError {
    return typeof value === 'object' && value !== null && BRAND in value
  }

  override readonly name = 'ActionError'
  readonly [BRAND] = true
  readonly code: Code
  /** What the sentence is filled with; to be handed on when an error is thrown again with more in it. */
  readonly words: Words
  /** The same in English. */
  readonly values: Values
  readonly facts: ErrorFacts

  constructor(code: Code, words: Words = {}, facts: ErrorFacts = {}) {
    const values = Object.entries(words).map(([key, word]): [string, Values[string]] => [
      key,
      typeof word === 'object' ? english(word) : word,
    ])
    const detail = values.map(([key, value]) => `${key}: ${value}`)
    super(`${code}${detail.length ? ` (${detail.join(', ')})` : ''}`, { cause: facts.cause })
    this.code = code
    this.words = words
    this.values = Object.fromEntries(values)
    this.facts = facts
  }
}

/** Turns whatever was thrown into an ActionError; what nobody foresaw becomes INTERNAL with its cause kept. */
export function toActionError(thrown: unknown): ActionError {
  if (thrown instanceof ActionError) return thrown
  const reason = thrown instanceof Error ? thrown.message : String(thrown)
  return new ActionError('INTERNAL', { reason: reason.slice(0, 500) }, { cause: thrown })
}

/**
 * Whether repeating can help and can do no harm: the code is transient and the action may be repeated, or nothing had
 * been sent. An explicit fact wins.
 */
export function isRetryable(error: ActionError, repeatable: boolean): ResultError['retryable'] {
  if (error.facts.retryable !== undefined) return error.facts.retryable
  if (!codes[error.code].transient) return false
  return repeatable || error.facts.unsent === true
}
