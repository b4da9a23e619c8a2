/**
 * Reads YAML with positions, so that every finding has `file:line:column`.
 *
 * Loaded only for unprepared manifests.
 */
import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml'
import { english, type Phrase } from '../../contract/phrases.ts'
import { visibleLine } from '../../safety/control-characters.ts'
import { decode } from '../../safety/encoding.ts'

/** One problem in a file, with its line and column (both starting at 1) and the remedy. */
export interface Finding {
  file: string
  line: number
  column: number
  message: string
  /** True if nothing fails because of it: `soar check` reports it, and only `--release` requires to fix it. */
  note?: true
  /** The parser's code of a syntax error. */
  code?: string
}

/** A parsed file: its data and the position of each part. */
export interface YamlFile {
  file: string
  data: unknown
  /** Creates a finding at the value, or at the key if `key` is true; falls back to the nearest existing parent. */
  find(path: readonly (string | number)[], message: string, options?: { key?: boolean }): Finding
  findings: Finding[]
  /** Whether a comment follows a value without quotes on its line: text from ` #` on is not part of such a value. */
  isCommented(path: readonly (string | number)[]): boolean
}

const ALIAS =
  'YAML: text that begins with `*` stands for what an anchor `&` names, and that cannot be resolved. Put the text in quotes, or write the value out.'

const DUPLICATE = 'YAML: Map keys must be unique. Correct the syntax here.'

const TOO_MANY_ALIASES = 'YAML: the file has more than 100 aliases (`*`). Write the values out.'

const MOST_ALIASES = 100

/** Blanks before a comment that are looked at. */
const LONGEST_GAP = 500

/**
 * Reads YAML in linear time. Bytes that are not text, syntax errors and unquoted templates are findings; data is undefined
 * then.
 *
 * @param options `textOnly`: every value is the text that was written, so that 0123 keeps its leading zero
 */
export function readYaml(file: string, content: string | Uint8Array, { textOnly = false } = {}): YamlFile {
  const decoded = typeof content === 'string' ? { text: content } : decode(content)
  if ('fault' in decoded) return unreadable(file, decoded.fault)
  const { text } = decoded
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    // The library compares every pair of keys; `checkNodes` does it in one pass.
    uniqueKeys: false,
    ...(textOnly ? { schema: 'failsafe' } : {}),
  })
  const place = (offset: number, message: string): Finding => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(1, line), column: Math.max(1, col), message }
  }
  const findings = checkNodes(document, place)
  for (const error of [...document.errors, ...document.warnings]) {
    const fault = place(error.pos[0], `YAML: ${error.message.split('\n')[0]}. Correct the syntax here.`)
    findings.push({ ...fault, code: error.code })
  }
  let data: unknown
  try {
    if (findings.length === 0) data = document.toJS({ maxAliasCount: 100 })
  } catch {
    // Endless aliases of aliases are only detected when the data is built.
    findings.push(place(0, ALIAS))
  }
  const offsetOf = offsetFinder(document)
  return {
    file,
    data,
    findings,
    find: (path, message, options) => place(offsetOf(path, options?.key ?? false), message),
    isCommented: (path) => {
      const node = document.getIn(path, true)
      const isPlain = isScalar(node) && node.type === 'PLAIN'
      return isPlain && /^[ \t]+#/.test(text.slice(node.range?.[1]).slice(0, LONGEST_GAP))
    },
  }
}

function unreadable(file: string, fault: Phrase): YamlFile {
  const { line, column } = fault.values
  const at = { file, line: Number(line ?? 1), column: Number(column ?? 1) }
  return {
    file,
    data: undefined,
    find: (_, message) => ({ ...at, message }),
    findings: [{ ...at, message: `The file is ${english(fault)}` }],
    isCommented: () => false,
  }
}

/** Finds unquoted templates, duplicate keys and aliases without a preceding anchor in one pass over the document. */
function checkNodes(document: Document, place: (offset: number, message: string) => Finding): Finding[] {
  const findings: Finding[] = []
  const anchors = new Set<string>()
  let aliases = 0
  visit(document, {
    Map(_, map) {
      if (map.anchor) anchors.add(map.anchor)
      const keys = new Set<unknown>()
      for (const { key } of map.items) {
        if (!isScalar(key)) continue
        if (keys.has(key.value))
          findings.push({ ...place(key.range?.[0] ?? 0, DUPLICATE), code: 'DUPLICATE_KEY' })
        keys.add(key.value)
      }
    },
    Seq(_, list) {
      if (list.anchor) anchors.add(list.anchor)
    },
    Scalar(_, scalar) {
      if (scalar.anchor) anchors.add(scalar.anchor)
    },
    Pair(_, pair) {
      if (!isMap(pair.key) || !isNode(pair.key)) return undefined
      findings.push(
        place(
          pair.key.range?.[0] ?? 0,
          'This is read as a map, not as a template: put the template in quotes, "{{ … }}".',
        ),
      )
      return visit.SKIP
    },
    Alias(_, alias) {
      aliases++
      if (aliases === MOST_ALIASES + 1) findings.push(place(alias.range?.[0] ?? 0, TOO_MANY_ALIASES))
      // The message omits the alias name: it may be a secret that begins with a star.
      if (!anchors.has(alias.source)) findings.push(place(alias.range?.[0] ?? 0, ALIAS))
    },
  })
  return findings
}

/** Finds the offset of a path's value or key; falls back to the nearest existing parent. Maps are indexed once. */
function offsetFinder(document: Document) {
  const indexes = new WeakMap<YAMLMap, Map<unknown, Pair>>()
  const pairOf = (map: YAMLMap, key: string | number): Pair | undefined => {
    const index = indexes.get(map) ?? new Map(map.items.map((pair) => [keyOf(pair), pair] as const).reverse())
    indexes.set(map, index)
    return index.get(key)
  }
  const child = (node: unknown, key: string | number): unknown =>
    isMap(node) ? pairOf(node, key)?.value : isCollection(node) ? node.get(key, true) : undefined
  return (path: readonly (string | number)[], key: boolean): number => {
    const parents: unknown[] = [document.contents]
    for (const part of path.slice(0, -1)) parents.push(child(parents.at(-1), part))
    for (let length = path.length; length > 0; length--) {
      const parent = parents[length - 1]
      const last = path[length - 1] ?? ''
      if (isMap(parent)) {
        const pair = pairOf(parent, last)
        const wanted = key || length < path.length ? pair?.key : (pair?.value ?? pair?.key)
        if (isNode(wanted)) return wanted.range?.[0] ?? 0
      } else if (isCollection(parent)) {
        const node = parent.get(last, true)
        if (isNode(node)) return node.range?.[0] ?? 0
      }
    }
    return isNode(document.contents) ? (document.contents.range?.[0] ?? 0) : 0
  }
}

const keyOf = (pair: Pair): unknown => (isPair(pair) && isScalar(pair.key) ? pair.key.value : undefined)

/** Marks a finding as a note. */
export const asNote = (finding: Finding): Finding => ({ ...finding, note: true })

/** Formats a finding as `file:line:column message` on one line: file names are untrusted. */
export const writeFinding = ({ file, line, column, message }: Finding): string =>
  visibleLine(`${file}:${line}:${column} ${message}`)
