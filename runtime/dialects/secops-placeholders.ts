/** Placeholders of playbook steps, `[Event.from]` and the like, expanded over a context (secops-contract F.2). */
import type { Json } from '../types.ts'
import { pythonJson, pythonText } from './python.ts'
import { applyPipe, type Pipe, PipeFault } from './secops-pipes.ts'

/** A placeholder as it is written, taken apart. */
interface Placeholder {
  /** From bracket to bracket. */
  text: string
  head: string[]
  path: string[]
  pipes: Pipe[]
}

/** What placeholders look into. */
export type PlaceholderContext = { [name: string]: Json }

/** Names that data is found under where it does not have the placeholder's own. */
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
  // A result of ours can stand for that of an earlier step.
  JsonResult: ['json_result'],
  ScriptResult: ['is_success'],
}

const ROOTS: ReadonlySet<string> = new Set(['Event', 'Alert', 'Case', 'Entity', 'Input', 'Loop'])

/** What a placeholder asks of an earlier step. */
const OF_STEPS: ReadonlySet<string> = new Set([
  'ScriptResult',
  'is_success',
  'JsonResult',
  'SelectedEntities',
  'GeneralQuestionAnswer',
  'ReturnValue',
])

/**
 * Text with every placeholder replaced by what it stands for: text, several values joined by commas, objects as JSON. What
 * was put in is data and not looked at again. Brackets that hold no placeholder stay.
 *
 * @param unresolved hears of each placeholder without a value, and why; nothing is put in for it
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
  { text, head, path, pipes }: Placeholder,
  context: PlaceholderContext,
  unresolved: (placeholder: string, reason: string) => void,
): string {
  try {
    const found = walk([context], head)
    if (found.length === 0) {
      unresolved(text, 'the context has no such value')
      return ''
    }
    if (path.length === 0 && pipes.length === 0) return textOf(found, head.at(-1) === 'JsonResult')
    const inside = path.length === 0 ? found : walk(found.map(parsed), path)
    if (inside.length === 0) {
      unresolved(text, 'the JSON result has nothing at this path')
      return ''
    }
    return textOf(pipes.reduce(applyPipe, inside.flat()))
  } catch (thrown) {
    if (!(thrown instanceof PipeFault)) throw thrown
    unresolved(text, thrown.message)
    return ''
  }
}

type Scalar = string | number | boolean | null

const isScalar = (value: Json): value is Scalar => value === null || typeof value !== 'object'

/** Several values with commas between; `whole` keeps a list of them as JSON. */
function textOf(values: readonly Json[], whole = false): string {
  const plain = (value: Json): string => {
    if (isScalar(value)) return pythonText(value)
    return !whole && Array.isArray(value) && value.every(isScalar)
      ? value.map(pythonText).join(',')
      : pythonJson(value)
  }
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

/** All that a path leads to; lists on the way are walked through. A key may hold dots, so the longest one counts. */
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

/** The placeholder that begins at a bracket, if one does. */
function placeholderAt(text: string, start: number, context: PlaceholderContext): Placeholder | undefined {
  const parts = splitParts(text, start + 1)
  if (!parts) return undefined
  const [first = '', ...rest] = parts.segments
  const head = first.trim().split('.')
  const [root = ''] = head
  const last = head.at(-1) ?? ''
  const means = ROOTS.has(root) || OF_STEPS.has(last) || Object.hasOwn(context, root)
  if (head.length < 2 || head.includes('') || !means) return undefined
  const [quoted, ...behind] = rest.map((segment) => segment.trim())
  const path = quoted?.startsWith('"') ? unquote(quoted) : undefined
  const functions = path === undefined ? rest.map((segment) => segment.trim()) : behind
  const pipes = functions.map(readPipe)
  if (pipes.some((pipe) => pipe === undefined)) return undefined
  return {
    text: text.slice(start, parts.end),
    head,
    path: path ? path.replace(/^\$\.?/, '').split('.') : [],
    pipes: pipes.filter((pipe) => pipe !== undefined),
  }
}

/** Characters of one placeholder at most; longer text in brackets is text. */
const LONGEST = 2000

/** The parts between bars up to the closing bracket; bars and brackets in quotes do not count. */
function splitParts(text: string, from: number): { segments: string[]; end: number } | undefined {
  const segments: string[] = []
  let begun = from
  let inQuotes = false
  for (let at = from; at < text.length && at < from + LONGEST; at++) {
    const char = text[at]
    if (inQuotes && char === '\\') at++
    else if (char === '"') inQuotes = !inQuotes
    else if (inQuotes) continue
    else if (char === '[' || char === '\n') return undefined
    else if (char === '|' || char === ']') {
      segments.push(text.slice(begun, at))
      begun = at + 1
      if (char === ']') return { segments, end: begun }
    }
  }
  return undefined
}

const unquote = (text: string): string | undefined =>
  /^"(?:[^"\\]|\\.)*"$/s.test(text) ? text.slice(1, -1).replace(/\\(.)/gs, '$1') : undefined

function readPipe(text: string): Pipe | undefined {
  const [, name, list] = /^([A-Za-z]+)\s*(?:\((.*)\))?$/s.exec(text) ?? []
  if (name === undefined) return undefined
  const args = [...(list ?? '').matchAll(/\s*("(?:[^"\\]|\\.)*"|[^,]+)\s*(?:,|$)/gs)].map(([, arg = '']) =>
    arg.trim(),
  )
  return { name, args: args.map((arg) => unquote(arg) ?? arg) }
}
