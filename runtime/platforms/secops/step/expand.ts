/**
 * Expands placeholders such as `[Event.from]` over a context.
 *
 * Source: docs/platforms/secops-step.md#placeholders.
 */
import type { Json } from '../../../contract/json.ts'
import { PipeFault } from './fault.ts'
import { applyPipe, isRescue, type Pipe, plainText } from './functions.ts'
import { type Path, type Placeholder, type PlaceholderContext, placeholderAt } from './placeholder.ts'

/** Alternative names of data that does not have the placeholder's own name. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  Event: ['event', 'events'],
  Alert: ['alert', 'alerts'],
  Case: ['case'],
  Entity: ['entity', 'entities', 'target_entities'],
  Input: ['input', 'inputs'],
  Loop: ['loop'],
  Item: ['item'],
  Identifier: ['identifier', 'item1'],
  Type: ['entity_type', 'type', 'item2'],
  // A result of ours can replace that of an earlier step.
  JsonResult: ['json_result'],
  ScriptResult: ['is_success'],
}

/**
 * Replaces every placeholder in a text with its value: text, several values joined by commas, objects as JSON. Inserted
 * values are data and are not expanded again. Brackets without a placeholder are kept.
 *
 * @param unresolved is called for each placeholder without a value, with the reason; nothing is inserted for it
 */
export function expand(
  text: string,
  context: PlaceholderContext,
  unresolved: (placeholder: string, reason: string) => void,
): string {
  const parts: string[] = []
  let at = 0
  while (at < text.length) {
    const start = text.indexOf('[', at)
    if (start < 0) break
    const found = placeholderAt(text, start, context)
    parts.push(text.slice(at, start), found ? valueFor(found, context, unresolved) : '[')
    at = start + (found?.text.length ?? 1)
  }
  parts.push(text.slice(at))
  return parts.join('')
}

function valueFor(
  { text, head, pipes }: Placeholder,
  context: PlaceholderContext,
  unresolved: (placeholder: string, reason: string) => void,
): string {
  try {
    const found = walk([context], head)
    const isJson = head.at(-1) === 'JsonResult'
    if (found.length > 0 && pipes.length === 0) return textOf(found, isJson)
    if (found.length === 0 && !pipes.some(isRescue)) throw new PipeFault('the context has no such value')
    const data = isJson ? found.map(parsed) : found
    return textOf(pipes.reduce<Json[]>((values, _, at) => through(pipes, at, values), data.flat()))
  } catch (thrown) {
    if (!(thrown instanceof PipeFault)) throw thrown
    unresolved(text, thrown.message)
    return ''
  }
}

/** Applies one path or function. Lists at the end of a path are spread. */
function through(pipes: readonly (Path | Pipe)[], at: number, values: Json[]): Json[] {
  const pipe = pipes[at]
  if (pipe === undefined) return values
  if ('name' in pipe) return applyPipe(values, pipe)
  const inside = walk(values.map(parsed), pipe.path).flat()
  if (inside.length > 0 || pipes.slice(at).some(isRescue)) return inside
  throw new PipeFault('the JSON result has nothing at this path')
}

const isScalar = (value: Json): boolean => value === null || typeof value !== 'object'

/** Several values joined by commas; `whole` keeps a list of them as JSON. */
function textOf(values: readonly Json[], whole = false): string {
  const plain = (value: Json): string =>
    !whole && Array.isArray(value) && value.every(isScalar)
      ? value.map(plainText).join(',')
      : plainText(value)
  return values.map(plain).join(',')
}

function parsed(value: Json): Json {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value) as Json
  } catch {
    return value
  }
}

/** All values at a path; lists on the way are traversed. A key may contain dots, so the longest one counts. */
function walk(values: readonly Json[], path: readonly string[]): Json[] {
  if (path.length === 0) return [...values]
  return values.flatMap((value) => {
    if (Array.isArray(value)) return walk(value, path)
    if (value === null || typeof value !== 'object') return []
    for (let length = path.length; length > 0; length--) {
      const key = path.slice(0, length).join('.')
      const name = [key, ...(Object.hasOwn(ALIASES, key) ? (ALIASES[key] ?? []) : [])].find((one) =>
        Object.hasOwn(value, one),
      )
      if (name !== undefined) return walk([value[name] ?? null], path.slice(length))
    }
    return []
  })
}
