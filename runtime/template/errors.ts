/** The errors of templates. */
export type TemplateErrorKind = 'syntax' | 'refused' | 'undefined' | 'budget' | 'runtime'

/** A place in the source of a template, both counted from 1. */
export type Position = readonly [line: number, column: number]

/** The position of what is not in the source: a value that several templates share. */
export const NOWHERE: Position = [0, 0]

/** Every failure of a template, when it is loaded or when it runs: a plain `Error` with these properties of its own. */
export interface TemplateError extends Error {
  readonly name: 'TemplateError'
  readonly kind: TemplateErrorKind
  readonly line: number
  readonly column: number
  readonly remedy?: string
  /** The name that is undefined, dotted. */
  readonly path?: string
}

/**
 * Creates the error that templates fail with.
 *
 * @param message one sentence without position and remedy: both are properties
 * @param at position in the template; while a template runs the evaluator sets it
 * @param remedy how to write it instead, one sentence
 */
export function templateError(
  kind: TemplateErrorKind,
  message: string,
  at?: Position,
  remedy?: string,
  cause?: unknown,
): TemplateError {
  const error = new Error(message, cause === undefined ? undefined : { cause })
  return Object.assign(error, {
    name: 'TemplateError' as const,
    kind,
    line: at?.[0] ?? 0,
    column: at?.[1] ?? 0,
    ...(remedy === undefined ? {} : { remedy }),
  })
}

/** Whether a caught value is a failure of a template. */
export function isTemplateError(value: unknown): value is TemplateError {
  return value instanceof Error && value.name === 'TemplateError' && 'kind' in value && 'line' in value
}

/**
 * Raises a failing operation of a running template (Python's TypeError, ValueError, ...); the evaluator adds the position.
 */
export function raise(message: string, remedy?: string): never {
  throw templateError('runtime', message, undefined, remedy)
}

/** Raises an error for a feature that Jinja2 supports and we do not; the evaluator adds the position. */
export function refuse(message: string, remedy?: string): never {
  throw templateError('refused', message, undefined, remedy)
}
