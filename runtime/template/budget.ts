/**
 * Limits of one rendering.
 *
 * Normal templates stay far below; a runaway template is stopped by the first limit it reaches.
 */
export interface Budget {
  /** Evaluated nodes, plus one for each element a filter or loop touches, plus one for each 32 characters of text handled. */
  readonly steps: number
  /** Nested macro calls, recursive loops and levels of nested data. */
  readonly depth: number
  /** Characters of text rendered. */
  readonly output: number
  /** Characters in one text, or elements in one list, that the template creates. */
  readonly size: number
  /**
   * Milliseconds of processor time of this thread, for work that the steps do not count. Waiting for a busy machine does not
   * count.
   */
  readonly time: number
  /** Bytes of all values that the template creates, estimated: discarded values count too. */
  readonly memory: number
}

export const DEFAULT_BUDGET: Budget = {
  steps: 1_000_000,
  depth: 100,
  output: 5_000_000,
  size: 5_000_000,
  time: 1_000,
  memory: 100_000_000,
}

/** Longest source of a template that is parsed, in characters. */
export const MAX_SOURCE = 200_000

/** Deepest nesting of expressions and statements in a template's source. */
export const MAX_NESTING = 100

/** Most digits of a whole number that is read or written in decimal, as Python's own limit. */
export const MAX_DIGITS = 4300

/** Maximum size of a whole number in a template, in bits: far more than can be printed. */
export const MAX_BITS = 65_536
