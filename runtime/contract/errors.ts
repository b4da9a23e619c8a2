/** The one error class of the product. */
import { type Code, codes } from './codes.ts'
import { english, type Phrase, quoted, type Words } from './phrases.ts'
import type { Place, ResultError, VendorAnswer } from './result.ts'

/** Values for a code's sentence in English, by placeholder name; see runtime/i18n/locales/en.ts. */
export type Values = Record<string, string | number | boolean>

/** A problem that is not yet written in a language: the rule's key in the locale tables, and its values. */
export interface RawProblem {
  where: string
  rule: string
  values: Words
  /** The place in a text, such as a template; all count from 1. */
  place?: Place
}

/** Further facts of a failure. */
export interface ErrorFacts {
  cause?: unknown
  problems?: RawProblem[]
  vendor?: VendorAnswer
  retry_after_ms?: number
  /** Overrides the table of codes: false if a retry could do harm, true if nothing was sent. */
  retryable?: boolean
  /** True if no request was sent, so that repeating a write is safe. */
  unsent?: boolean
}

/**
 * Values of a code's sentence. Its clauses are phrases and not plain text, so that a sentence without a translation does
 * not compile; `quoted` marks what is not to be translated.
 */
export type ErrorWords = Words & { reason?: Phrase; remedy?: Phrase }

const BRAND = Symbol.for('soar.ActionError')

/**
 * Thrown by every layer for every expected failure. It has no subclasses: results cross a process boundary as JSON, and
 * codes survive that while classes do not. `message` is for logs and causes; people read the code's sentence.
 */
export class ActionError extends Error {
  /**
   * True for instances of other copies of this class, too: modules that the built product loads from sources bring
   * their own.
   */
  static override [Symbol.hasInstance](value: unknown): value is ActionError {
    return typeof value === 'object' && value !== null && BRAND in value
  }

  override readonly name = 'ActionError'
  readonly [BRAND] = true
  readonly code: Code
  /** Values of the sentence, translatable; pass them on when you rethrow an error with more context. */
  readonly words: ErrorWords
  /** The same in English. */
  readonly values: Values
  readonly facts: ErrorFacts

  constructor(code: Code, words: ErrorWords = {}, facts: ErrorFacts = {}) {
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

/**
 * Turns any thrown value into an ActionError. What is not one becomes INTERNAL, with the value as its cause; so does one with
 * a code that does not exist, which JavaScript and other versions of the library can throw.
 */
export function toActionError(thrown: unknown): ActionError {
  if (thrown instanceof ActionError && Object.hasOwn(codes, thrown.code)) return thrown
  const reason = thrown instanceof Error ? thrown.message : String(thrown)
  return new ActionError('INTERNAL', { reason: quoted(reason.slice(0, 500)) }, { cause: thrown })
}

/**
 * Whether a retry is safe and may help: the code is transient, and the action is repeatable or nothing was sent.
 * `facts.retryable` takes precedence.
 */
export function isRetryable(error: ActionError, repeatable: boolean): ResultError['retryable'] {
  if (error.facts.retryable !== undefined) return error.facts.retryable
  if (!codes[error.code].transient) return false
  return repeatable || error.facts.unsent === true
}
