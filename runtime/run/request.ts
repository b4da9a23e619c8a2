/** Step 1: parses text to a request and reports every problem at once. */

import type { RawProblem } from '../contract/errors.ts'
import { isRecord } from '../contract/json.ts'
import { type Phrase, phrase, type Word } from '../contract/phrases.ts'
import { refuse } from '../contract/refuse.ts'
import type { Request } from '../contract/request.ts'
import { nearest } from '../i18n/nearest.ts'
import { faultOf } from '../safety/json-fault.ts'
import { DEEPEST, isDeeper } from '../safety/plain-data.ts'
import { show } from '../schema/validate.ts'

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

/** In milliseconds; timers do not support longer delays. */
const LONGEST = 2_147_483_647

const fits: Record<Kind, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string' && value !== '',
  object: isRecord,
  integer: (value) => Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= LONGEST,
  boolean: (value) => typeof value === 'boolean',
  any: () => true,
}

const wanted: Record<Kind, Phrase> = {
  string: phrase('non-empty text'),
  object: phrase('an object'),
  integer: phrase('a whole number of milliseconds from 1 to {longest}', { longest: LONGEST }),
  boolean: phrase('true or false'),
  any: phrase('any value'),
}

/** Joins the details of all problems. */
const allOf = (problems: RawProblem[]): Word =>
  problems
    .map(({ values }) => values.detail ?? '')
    .reduce((first, second) => phrase('{first} {second}', { first, second }))

/** Returns the problem of data that is nested too deeply. */
export const tooDeep = (name: string): Phrase =>
  phrase('"{name}" is nested deeper than {limit} levels.', { name, limit: DEEPEST })

/** Checks the shape of a parsed request. Throws REQUEST_INVALID naming every invalid field. */
export function readRequest(value: unknown): Request {
  if (!isRecord(value)) {
    const received = Array.isArray(value) ? phrase('a JSON array') : show(value)
    throw refuse(
      phrase('The request must be one JSON object with at least "action"; got {received}.', { received }),
    )
  }
  const problems: RawProblem[] = []
  const wrong = (where: string, detail: Phrase) =>
    problems.push({ where, rule: 'request', values: { detail } })
  const request: Record<string, unknown> = {}
  for (const name of Object.keys(value)) {
    const given = value[name]
    if (!Object.hasOwn(fields, name)) {
      const meant = nearest(name, Object.keys(fields))
      const written = name.slice(0, 80)
      const words = { name: written, fields: Object.keys(fields).join(', '), nearest: meant ?? '' }
      wrong(
        written,
        phrase('Unknown field "{name}".[[ Did you mean "{nearest}"?]] Allowed: {fields}.', words),
      )
      continue
    }
    const kind = fields[name as keyof Request]
    if (given === undefined || (given === null && name !== 'action')) continue
    request[name] = given
    if (!fits[kind](given)) {
      const words = { name, wanted: wanted[kind], received: show(given) }
      wrong(name, phrase('"{name}" must be {wanted}; got {received}.', words))
    }
  }
  // Parameters are checked by their types; context and state are checked where they are read.
  if (isDeeper(value.config, DEEPEST)) wrong('config', tooDeep('config'))
  const templates = isRecord(value.templates) ? value.templates : {}
  for (const name of Object.keys(templates)) {
    const template = templates[name]
    if (typeof template !== 'string') {
      const words = { name, received: show(template) }
      wrong(`templates.${name}`, phrase('The template of "{name}" must be text; got {received}.', words))
    }
  }
  if (value.action === undefined)
    wrong('action', phrase('"action" is required: the id of the action to run.'))
  if (problems.length) throw refuse(allOf(problems), { problems })
  return request as unknown as Request
}

/**
 * Parses the text of a request. A byte order mark is removed. Numbers of `context` keep their spelling for templates
 * (`3.0` prints as 3.0), and keys that look like numbers their place. Throws REQUEST_INVALID.
 */
export async function parseRequest(text: string): Promise<unknown> {
  const clean = text.startsWith('\uFEFF') ? text.slice(1) : text
  if (clean.trim() === '')
    throw refuse(
      phrase(
        'The request is empty. Send one JSON object on standard input; `soar show <action> --request` prints one.',
      ),
    )
  try {
    const parsed: unknown = JSON.parse(clean)
    if (!isRecord(parsed) || !isRecord(parsed.context)) return parsed
    if (!MARKED_NUMBER.test(clean) && !INDEX_KEY.test(clean)) return parsed
    const { parseJson } = await import('../template/values/json.ts')
    const marked = parseJson(clean)
    return isRecord(marked) ? { ...parsed, context: marked.context } : parsed
  } catch (cause) {
    throw refuse(
      phrase('The request is not JSON: {fault} Send one JSON object.', { fault: faultOf(clean, cause) }),
    )
  }
}

/** Matches numbers whose spelling carries more than their value: 3.0, 1e3, more digits than a double holds. */
const MARKED_NUMBER = /\d\.\d*0(?!\d)|\d[eE]|\d{16}/

/** Matches keys that JavaScript moves to the front of their object, such as "10", and digits that are written as escapes. */
const INDEX_KEY = /"\d{1,10}"[ \t\r\n]*:|\\u003\d/
