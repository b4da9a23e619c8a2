/** Step 1: text to request, with everything that is wrong named at once. */
import { ActionError, type RawProblem } from './errors.ts'
import { nearest } from './nearest.ts'
import { show } from './schema.ts'
import type { Request } from './types.ts'

type Kind = 'string' | 'object' | 'integer' | 'boolean' | 'any'

const fields: Record<keyof Request, Kind> = {
  action: 'string',
  parameters: 'object',
  templates: 'object',
  context: 'object',
  config: 'object',
  state: 'any',
  locale: 'string',
  timeout_ms: 'integer',
  dry_run: 'boolean',
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** Milliseconds; a longer deadline cannot be set as a timer. */
const LONGEST = 2_147_483_647

const fits: Record<Kind, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string' && value !== '',
  object: isObject,
  integer: (value) => Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= LONGEST,
  boolean: (value) => typeof value === 'boolean',
  any: () => true,
}

const wanted: Record<Kind, string> = {
  string: 'a text that is not empty',
  object: 'an object',
  integer: `a whole number of milliseconds from 1 to ${LONGEST}`,
  boolean: 'true or false',
  any: 'anything',
}

const fail = (reason: string, problems: RawProblem[] = []): ActionError =>
  new ActionError('REQUEST_INVALID', { reason }, { problems, unsent: true })

/** Holds a parsed request against its shape. Throws REQUEST_INVALID naming every field that is wrong. */
export function readRequest(value: unknown): Request {
  if (!isObject(value)) {
    const what = Array.isArray(value) ? 'a JSON array' : `${show(value)}`
    throw fail(`it must be one JSON object with at least "action"; got ${what}.`)
  }
  const problems: RawProblem[] = []
  const wrong = (where: string, detail: string) =>
    problems.push({ where, rule: 'request', values: { detail } })
  for (const [name, given] of Object.entries(value)) {
    if (!Object.hasOwn(fields, name)) {
      const meant = nearest(name, Object.keys(fields))
      const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`
      wrong(
        name.slice(0, 80),
        `There is no field "${name.slice(0, 80)}".${hint} Fields: ${Object.keys(fields).join(', ')}.`,
      )
      continue
    }
    const kind = fields[name as keyof Request]
    if (given === undefined || (given === null && name !== 'action')) continue
    if (!fits[kind](given)) wrong(name, `"${name}" must be ${wanted[kind]}; got ${show(given)}.`)
  }
  for (const [name, template] of Object.entries(isObject(value.templates) ? value.templates : {})) {
    if (typeof template !== 'string')
      wrong(`templates.${name}`, `The template of "${name}" must be text; got ${show(template)}.`)
  }
  if (value.action === undefined) wrong('action', '"action" is required: the id of the action to run.')
  if (problems.length) throw fail(problems.map((problem) => problem.values.detail).join(' '), problems)
  const present = Object.entries(value).filter(([, given]) => given !== undefined && given !== null)
  return Object.fromEntries(present) as unknown as Request
}

/**
 * Parses the text of a request. A byte order mark is dropped. Numbers of `context` keep what only templates can see
 * (`3.0` prints as 3.0). Throws REQUEST_INVALID.
 */
export async function parseRequest(text: string): Promise<unknown> {
  const clean = text.startsWith('\uFEFF') ? text.slice(1) : text
  if (clean.trim() === '')
    throw fail('it is empty. Send one JSON object on standard input; `soar show <action>` prints one.')
  try {
    const parsed: unknown = JSON.parse(clean)
    if (!isObject(parsed) || !isObject(parsed.context) || !MARKED_NUMBER.test(clean)) return parsed
    const { parseJson } = await import('./jinja/json.ts')
    const marked = parseJson(clean)
    return isObject(marked) ? { ...parsed, context: marked.context } : parsed
  } catch (cause) {
    throw fail(`it is not JSON: ${jsonFault(clean, cause)} Send one JSON object.`)
  }
}

/** Numbers whose spelling says more than their value: 3.0, 1e3, more digits than a double holds. */
const MARKED_NUMBER = /\d\.\d*0(?!\d)|\d[eE]|\d{16}/

/** What a JSON parser complained about, with the place, and without quoting what may be a secret. */
export function jsonFault(text: string, cause: unknown): string {
  const message = cause instanceof Error ? cause.message : ''
  if (/end of JSON input|Unterminated/.test(message))
    return `it ends too early, after ${text.length} characters.`
  const position = faultPosition(text, message)
  if (position === undefined) return 'a character is out of place.'
  const before = text.slice(0, position)
  const line = before.split('\n').length
  return `a character is out of place at line ${line}, column ${position - before.lastIndexOf('\n')}.`
}

/** V8 tells either the position or ten characters on either side of it. */
const AROUND = 10

function faultPosition(text: string, message: string): number | undefined {
  const position = /position (\d+)/.exec(message)
  if (position) return Number(position[1])
  const excerpt = /, (\.\.\.)?"([\s\S]*)"(\.\.\.)? is not valid JSON$/.exec(message)
  const [, cutBefore, shown = '', cutAfter] = excerpt ?? []
  const start = text.indexOf(shown)
  if (shown === '' || start < 0) return undefined
  if (cutBefore) return start + AROUND
  return cutAfter ? start + shown.length - AROUND : undefined
}
