/**
 * The one error class and the table of codes. Codes are forever; sentences (runtime/locales/) may change.
 * docs/errors.md is generated from this table.
 */
import type { ResultError, VendorAnswer } from './types.ts'
import { english, type Words } from './words.ts'

interface CodeFacts {
  /** True when the same request may succeed later. */
  transient: boolean
  /** Why it happens, for the reference page. */
  cause: string
  /** What to do, for the reference page. */
  remedy: string
}

/** Every code a result can carry. Source of docs/errors.md. */
export const codes = {
  REQUEST_INVALID: {
    transient: false,
    cause:
      'The request could not be read: empty input, broken JSON, not an object, or fields of the wrong type.',
    remedy:
      'Send one JSON object with at least "action". `soar show <action>` prints a request to start from.',
  },
  ACTION_UNKNOWN: {
    transient: false,
    cause: 'The integration has no action of that name.',
    remedy: 'Use an id that `soar list` shows.',
  },
  INTEGRATION_INVALID: {
    transient: false,
    cause: 'integration.yaml, a client module or an action module is missing or wrong.',
    remedy: 'Run `soar check` and mend what it lists.',
  },
  MANIFEST_INVALID: {
    transient: false,
    cause: 'The manifest of the action breaks the rules of docs/manifest.md.',
    remedy: 'Run `soar check` and mend what it lists.',
  },
  CONFIG_INVALID: {
    transient: false,
    cause: 'Configuration is missing, of the wrong form, or contradicts itself (two sets of credentials).',
    remedy: 'Set what the sentence names, in "config", in the environment or in a connection.',
  },
  TEMPLATE_FAILED: {
    transient: false,
    cause: 'A template could not be read or rendered: its syntax, an undefined name, or its budget.',
    remedy: 'Correct the template at the place the sentence names. `soar render` tries one.',
  },
  PARAMETER_INVALID: {
    transient: false,
    cause: 'Parameters are missing, unknown, or not of the declared type, format or choice.',
    remedy: 'Correct every parameter in "problems"; `soar show <action>` lists what is allowed.',
  },
  NOT_SUPPORTED: {
    transient: false,
    cause: 'The vendor offers no such function for this kind of credentials or setting.',
    remedy: 'Use the other setting the sentence names.',
  },
  AUTH_FAILED: {
    transient: false,
    cause: 'The vendor refused the credentials.',
    remedy: 'Check the credentials with `soar doctor`; make new ones if they have expired.',
  },
  PERMISSION_DENIED: {
    transient: false,
    cause: 'The credentials are good, but their role may not do this.',
    remedy: 'Give the role the permission the sentence names.',
  },
  VENDOR_REJECTED: {
    transient: false,
    cause: 'The vendor answered that it did not do what was asked.',
    remedy: 'Read the vendor\'s own words in the sentence and in "vendor".',
  },
  RATE_LIMITED: {
    transient: true,
    cause: 'The vendor asked to wait longer than the deadline allows. The request was not executed.',
    remedy: 'Repeat after "retry_after_ms", or give the run more time.',
  },
  VENDOR_UNAVAILABLE: {
    transient: true,
    cause: 'The vendor answered with a server error (5xx), also when asked again.',
    remedy: 'Repeat later.',
  },
  RESPONSE_INVALID: {
    transient: false,
    cause:
      'The answer was not what the vendor sends: HTML, not JSON, JSON of another shape, a redirect, or too large.',
    remedy: 'Check the address in the configuration and any proxy in between.',
  },
  NETWORK_FAILED: {
    transient: true,
    cause: 'The host could not be reached, or the connection broke.',
    remedy: 'Check host name, network and proxy; then repeat.',
  },
  CERTIFICATE_UNTRUSTED: {
    transient: false,
    cause: 'The TLS certificate of the host is not signed by an authority this process trusts.',
    remedy: 'Give the authority\'s certificate as "ca_certificate", or mend the host\'s certificate.',
  },
  OUTCOME_UNKNOWN: {
    transient: true,
    cause: 'A write was sent, but no answer came that tells whether it was carried out.',
    remedy: 'Look in the tenant before repeating. It was not repeated on its own.',
  },
  TIMED_OUT: {
    transient: true,
    cause: 'The deadline passed before the action was done.',
    remedy: 'Give the run more time with "timeout_ms", or ask for less.',
  },
  CANCELLED: {
    transient: true,
    cause: 'The caller stopped the run.',
    remedy: 'Run it again when wanted.',
  },
  OUTPUT_INVALID: {
    transient: false,
    cause:
      "The action did run, but its result breaks the manifest's output contract. The result is delivered all the same.",
    remedy: 'Do not repeat a write. Report the difference that "problems" lists.',
  },
  INTERNAL: {
    transient: false,
    cause: 'A fault in the product or in an action module.',
    remedy: 'Report it with the log line of this run.',
  },
} as const satisfies Record<string, CodeFacts>

/** A stable name for what went wrong. */
export type Code = keyof typeof codes

/** Values a code's sentence needs in English, by placeholder name; see runtime/locales/en.ts. */
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
