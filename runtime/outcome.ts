/** Steps 7 and 8: what a module answered becomes the data and the sentence of the result. */
import { ActionError, type RawProblem } from './errors.ts'
import type { Integration, LoadedAction } from './integration.ts'
import { isTemplateError } from './jinja/errors.ts'
import { DEEPEST, toPlain } from './plain-data.ts'
import type { Json, Log, Outcome, Row } from './types.ts'
import { say } from './words.ts'

/** Takes rows as they come; a promise holds the module back until the caller is ready. */
export type TakeRow = (row: Row) => void | Promise<void>

/** The data of an outcome. */
export interface Collected {
  json: Json
  /** Rows of the result, or 1 for an object. */
  count: number
  /** Where the data breaks the manifest's output. */
  problems: RawProblem[]
}

const PROBLEMS_SHOWN = 20

/** Places that may lie too deep before it is given up. */
const MOST_CUTS = 10_000

const TOO_DEEP: RawProblem = { where: 'result', rule: 'too_deep', values: { name: 'result', limit: DEEPEST } }

const isStream = (value: unknown): value is AsyncIterable<unknown> =>
  value !== null && typeof value === 'object' && Symbol.asyncIterator in value

/** Takes the result in, masked and checked. With `take`, rows go there one by one and `json` stays an empty list. */
export async function collect(
  action: LoadedAction,
  result: Outcome['result'],
  mask: (text: string) => string,
  take?: TakeRow,
): Promise<Collected> {
  const rows = action.manifest.output.type === 'array'
  const problems: RawProblem[] = []
  // The action did run: what lies too deep is left out, said, and the rest delivered.
  let cuts = 0
  const tooDeep = (): Json => {
    if (cuts++ === 0) problems.push(TOO_DEEP)
    // Data that holds itself in several places has no end; no vendor can send such, only a module makes it.
    if (cuts > MOST_CUTS) throw new ActionError('INTERNAL', { reason: say('the result holds itself') })
    return null
  }
  if (!rows || (!take && !isStream(result))) {
    const json = toPlain(result ?? (rows ? [] : {}), mask, tooDeep)
    const count = rows ? (Array.isArray(json) ? json.length : 0) : 1
    return { json, count, problems: [...problems, ...action.validateOutput(json)].slice(0, PROBLEMS_SHOWN) }
  }
  const list: Json[] = []
  let count = 0
  for await (const item of isStream(result) ? result : Array.isArray(result) ? result : []) {
    const row = toPlain(item, mask, tooDeep)
    if (problems.length < PROBLEMS_SHOWN) problems.push(...action.validateOutput([row]))
    const room = take ? take(row as Row) : void list.push(row)
    if (room) await room
    count++
  }
  return { json: list, count, problems }
}

/**
 * A sentence of an action in the run's language: overlay, then manifest, then the integration's own. Undefined, with a
 * warning, when there is none or its template fails: a sentence must not make a run fail.
 */
export async function actionSentence(
  integration: Integration,
  action: LoadedAction,
  key: string,
  locale: string,
  names: Record<string, unknown>,
  warn: Log['warn'],
): Promise<string | undefined> {
  const overlay = await integration.overlay(locale)
  const texts = overlay?.actions[action.id]
  const source =
    texts?.messages?.[key] ??
    action.manifest.messages[key] ??
    overlay?.integration?.messages?.[key] ??
    integration.spec.messages[key]
  if (source === undefined) return undefined
  const name = texts?.name ?? action.manifest.name
  const scope = { ...names, action: { id: action.id, name, title: action.manifest.name } }
  try {
    return (await action.template(source)).render(scope, { locale })
  } catch (error) {
    if (!isTemplateError(error)) throw error
    warn(
      { message_key: key },
      say('The message "{key}" could not be written: {reason}', { key, reason: error.message }),
    )
    return undefined
  }
}

/** Problems as a failure: the action did run, so the data is delivered and nothing may be repeated. */
export const outputError = (problems: RawProblem[]): ActionError =>
  new ActionError('OUTPUT_INVALID', {}, { problems, retryable: false })
