/** Parses placeholders of playbook steps (docs/platforms/secops-step.md#placeholders). */
import type { Json } from '../../../contract/json.ts'
import { isFunction, type Pipe } from './functions.ts'

/** A parsed placeholder. */
export interface Placeholder {
  /** From bracket to bracket. */
  text: string
  head: string[]
  /** The parts after bars, in order. */
  pipes: (Path | Pipe)[]
}

/** A path into JSON. */
export interface Path {
  path: string[]
}

/** The data that placeholders can access. */
export type PlaceholderContext = { [name: string]: Json }

const ROOTS: ReadonlySet<string> = new Set(['Event', 'Alert', 'Case', 'Entity', 'Input', 'Loop'])

/** The fields of an earlier step that a placeholder can access. */
const OF_STEPS: ReadonlySet<string> = new Set([
  'ScriptResult',
  'is_success',
  'JsonResult',
  'SelectedEntities',
  'GeneralQuestionAnswer',
  'ReturnValue',
])

/** The placeholder that begins at a bracket, if any. */
export function placeholderAt(
  text: string,
  start: number,
  context: PlaceholderContext,
): Placeholder | undefined {
  const parts = splitParts(text, start + 1)
  if (!parts) return undefined
  const [first = '', ...rest] = parts.segments
  const head = first.trim().split('.')
  if (head.length < 2 || head.includes('')) return undefined
  const pipes = rest.map((segment) => readSegment(segment.trim()))
  if (pipes.some((pipe) => pipe === undefined)) return undefined
  if (!isMeant(head, context, rest.length > 0)) return undefined
  return {
    text: text.slice(start, parts.end),
    head,
    pipes: pipes.filter((pipe) => pipe !== undefined),
  }
}

/** A step's name, and the name of its result value: published playbooks have `[Count File hashes.list_count]`. */
const STEP = /^\p{L}[\p{L}\p{N} _\-+()?:&'.#!]*$/u
const RESULT = /^[A-Za-z_]\w*$/

/**
 * Whether text in brackets is a placeholder: it names known data or a field of steps, or has the form of a step's name
 * followed by a result. File and host names have that form, too (`[note.txt]`, `[mail.example.com]`), and remain text.
 *
 * @param processed a path or a function follows
 */
function isMeant(head: readonly string[], context: PlaceholderContext, processed: boolean): boolean {
  const [root = ''] = head
  const last = head.at(-1) ?? ''
  if (head.some((_, at) => at > 0 && Object.hasOwn(context, head.slice(0, at).join('.')))) return true
  if (head.some((part) => part.includes('['))) return false
  if (ROOTS.has(root) || OF_STEPS.has(last)) return true
  const step = head.slice(0, -1).join('.')
  if (!STEP.test(step) || !RESULT.test(last)) return false
  const isDefaultName = /_\d{1,3}$/.test(step)
  const isExtension = /^[a-z0-9]{1,4}$/.test(last)
  const isHost = head.length > 2 && !/[ _]/.test(`${step}${last}`)
  return processed || isDefaultName || !(isExtension || isHost)
}

/** Maximum number of characters of one placeholder; longer text in brackets is text. */
const LONGEST = 2000

/** Brackets inside the name of a step. */
const DEEPEST = 3

/**
 * The parts between bars up to the closing bracket; bars and brackets in quotes do not count, and brackets in names are
 * paired.
 */
function splitParts(text: string, from: number): { segments: string[]; end: number } | undefined {
  const segments: string[] = []
  let begun = from
  let inQuotes = false
  let open = 0
  for (let at = from; at < text.length && at < from + LONGEST; at++) {
    const char = text[at]
    if (inQuotes && char === '\\') at++
    else if (char === '"') inQuotes = !inQuotes
    else if (inQuotes) continue
    else if (char === '\n') return undefined
    else if (char === '[' && ++open > DEEPEST) return undefined
    else if (char === '[') continue
    else if (char === ']' && open > 0) open--
    else if ((char === '|' && open === 0) || char === ']') {
      segments.push(text.slice(begun, at))
      begun = at + 1
      if (char === ']') return { segments, end: begun }
    }
  }
  return undefined
}

const unquote = (text: string): string | undefined =>
  /^"(?:[^"\\]|\\.)*"$/s.test(text) ? text.slice(1, -1).replace(/\\(.)/gs, '$1') : undefined

/** A path in quotes, a function, or a bare path as in `| max(LAUNCH_DATETIME) | REF`. */
function readSegment(text: string): Path | Pipe | undefined {
  const quoted = text.startsWith('"') ? unquote(text) : undefined
  if (quoted !== undefined) return pathOf(quoted)
  const [, name, list] = /^([A-Za-z_][\w.]*)\s*(?:\((.*)\))?$/s.exec(text) ?? []
  if (name === undefined) return undefined
  if (list === undefined && !isFunction(name)) return pathOf(name)
  const args = [...(list ?? '').matchAll(/\s*("(?:[^"\\]|\\.)*"|[^,]+)\s*(?:,|$)/gs)].map(([, arg = '']) =>
    arg.trim(),
  )
  return { name, args: args.map((arg) => unquote(arg) ?? arg) }
}

function pathOf(text: string): Path {
  const path = text.replace(/^\$\.?/, '')
  return { path: path === '' ? [] : path.split('.') }
}
