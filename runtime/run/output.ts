/** Collects the result of a module as plain, checked data. */
import type { Outcome } from '../contract/action.ts'
import { ActionError, type RawProblem } from '../contract/errors.ts'
import type { Json, Row } from '../contract/json.ts'
import { phrase } from '../contract/phrases.ts'
import type { StopSignal } from '../http/scope.ts'
import type { LoadedAction } from '../integration/action.ts'
import { DEEPEST, keepingNames, toPlain } from '../safety/plain-data.ts'
import type { Hooks } from './options.ts'

/** The data of an outcome. */
export interface Collected {
  json: Json
  /** Rows of the result, or 1 for an object. */
  count: number
  /** Violations of the manifest's output schema. */
  problems: RawProblem[]
}

const PROBLEMS_SHOWN = 20

/** Rows converted before yielding to timers: the deadline of the run, and other runs of the process. */
const ROWS = 1000

/** Maximum number of places nested too deeply before the conversion fails. */
const MOST_CUTS = 10_000

const TOO_DEEP: RawProblem = { where: 'result', rule: 'too_deep', values: { name: 'result', limit: DEEPEST } }

const isStream = (value: unknown): value is AsyncIterable<unknown> =>
  value !== null && typeof value === 'object' && Symbol.asyncIterator in value

/**
 * Collects the result, redacted and validated, until `signal` is aborted. With `takeRow`, rows are passed to it one by one
 * and `json` stays an empty list.
 */
export async function collect(
  action: LoadedAction,
  result: Outcome['result'],
  redactText: (text: string) => string,
  { takeRow, onRow }: Hooks = {},
  signal?: StopSignal,
): Promise<Collected> {
  const rows = action.manifest.output.type === 'array'
  const redact = keepingNames(redactText, namesOf(action))
  const problems: RawProblem[] = []
  // The action did run: data nested too deeply is omitted and reported, and the rest is returned.
  let cuts = 0
  const tooDeep = (): Json => {
    if (cuts++ === 0) problems.push(TOO_DEEP)
    // Data that contains itself in several places is endless. A vendor cannot send such data; only a module can create it.
    if (cuts > MOST_CUTS) throw new ActionError('INTERNAL', { reason: phrase('the result contains itself') })
    return null
  }
  if (!rows || (!takeRow && !isStream(result))) {
    const json = toPlain(result ?? (rows ? [] : {}), redact, tooDeep)
    const count = rows ? (Array.isArray(json) ? json.length : 0) : 1
    return { json, count, problems: [...problems, ...action.validateOutput(json)].slice(0, PROBLEMS_SHOWN) }
  }
  const list: Json[] = []
  let count = 0
  for await (const item of isStream(result) ? result : Array.isArray(result) ? result : []) {
    const row = toPlain(item, redact, tooDeep)
    if (problems.length < PROBLEMS_SHOWN) problems.push(...action.validateOutput([row]))
    onRow?.(row as Row)
    const room = takeRow ? takeRow(row as Row) : void list.push(row)
    if (room) await room
    if (++count % ROWS > 0) continue
    await new Promise(setImmediate)
    if (signal?.aborted) throw signal.reason
  }
  return { json: list, count, problems }
}

const namesByAction = new WeakMap<LoadedAction, ReadonlySet<string>>()

/** Returns the names of fields that the manifest's output declares, at any depth. */
function namesOf(action: LoadedAction): ReadonlySet<string> {
  const known = namesByAction.get(action)
  if (known) return known
  const names = new Set<string>()
  const visit = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return
    const { properties } = schema as { properties?: unknown }
    if (typeof properties === 'object' && properties !== null)
      for (const name of Object.keys(properties)) names.add(name)
    for (const part of Object.values(schema)) visit(part)
  }
  visit(action.manifest.output)
  namesByAction.set(action, names)
  return names
}

/** Turns problems into a failure: the action did run, so the data is returned and nothing may be retried. */
export const outputError = (problems: RawProblem[]): ActionError =>
  new ActionError('OUTPUT_INVALID', {}, { problems, retryable: false })
