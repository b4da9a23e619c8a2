/** How placeholders of playbook steps are written (docs/platforms/secops-step.md#placeholders). */
import type { Json } from '../../../contract/json.ts'
import type { Pipe } from './functions.ts'

/** A placeholder as it is written, taken apart. */
export interface Placeholder {
  /** From bracket to bracket. */
  text: string
  head: string[]
  path: string[]
  pipes: Pipe[]
}

/** What placeholders look into. */
export type PlaceholderContext = { [name: string]: Json }

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

/** The placeholder that begins at a bracket, if one does. */
export function placeholderAt(
  text: string,
  start: number,
  context: PlaceholderContext,
): Placeholder | undefined {
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
