/** What one rendering may use. Honest templates stay far below; a runaway template is stopped by the first it reaches. */
export interface Budget {
  /** Evaluated nodes, plus one for each element a filter or loop touches, plus one for each 32 characters of text handled. */
  readonly steps: number
  /** Nested macro calls, recursive loops and levels of nested data. */
  readonly depth: number
  /** Characters of text rendered. */
  readonly output: number
  /** Characters in one text, or elements in one list, that the template makes. */
  readonly size: number
}

export const DEFAULT_BUDGET: Budget = { steps: 1_000_000, depth: 100, output: 5_000_000, size: 5_000_000 }

/** Longest source of a template that is parsed, in characters. */
export const MAX_SOURCE = 200_000

/** Deepest nesting of expressions and statements in a template's source. */
export const MAX_NESTING = 100
