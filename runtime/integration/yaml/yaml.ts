/** YAML with positions, so that every complaint can say `file:line:column`. Loaded only where a manifest is unprepared. */
import { isCollection, isMap, isNode, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml'

/** One thing wrong in a file, with its place (both from 1) and the remedy. */
export interface Finding {
  file: string
  line: number
  column: number
  message: string
  /** The parser's code of a fault of syntax. */
  code?: string
}

/** A parsed file: its data and where each part of it stands. */
export interface YamlFile {
  file: string
  data: unknown
  /** Place of the value, or of the key when `key` is true; the nearest parent that exists. */
  find(path: readonly (string | number)[], message: string, options?: { key?: boolean }): Finding
  findings: Finding[]
}

const ALIAS =
  'YAML: text that begins with `*` stands for what an anchor `&` names, and that cannot be resolved. Put the text in quotes, or write the value out.'

/**
 * Reads YAML text. Syntax faults and unquoted templates are findings; data is undefined then.
 *
 * @param options `textOnly`: every value is the text that was written, so that 0123 keeps its zero
 */
export function readYaml(file: string, text: string, { textOnly = false } = {}): YamlFile {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
    ...(textOnly ? { schema: 'failsafe' } : {}),
  })
  const findings: Finding[] = []
  const place = (offset: number, message: string): Finding => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(1, line), column: Math.max(1, col), message }
  }
  visit(document, {
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
      // Its name is not repeated: it may be a secret that begins with a star.
      if (alias.resolve(document) === undefined) findings.push(place(alias.range?.[0] ?? 0, ALIAS))
    },
  })
  for (const error of [...document.errors, ...document.warnings]) {
    const fault = place(error.pos[0], `YAML: ${error.message.split('\n')[0]}. Correct the syntax here.`)
    findings.push({ ...fault, code: error.code })
  }
  const nodeAt = (path: readonly (string | number)[], key: boolean): number => {
    for (let length = path.length; length > 0; length--) {
      const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true)
      const last = path[length - 1]
      if (isMap(parent)) {
        const pair = parent.items.find(
          (item) => isPair(item) && isScalar(item.key) && item.key.value === last,
        )
        const wanted = key || length < path.length ? pair?.key : (pair?.value ?? pair?.key)
        if (isNode(wanted)) return wanted.range?.[0] ?? 0
      } else if (isCollection(parent)) {
        const node = parent.get(last, true)
        if (isNode(node)) return node.range?.[0] ?? 0
      }
    }
    return isNode(document.contents) ? (document.contents.range?.[0] ?? 0) : 0
  }
  let data: unknown
  try {
    if (findings.length === 0) data = document.toJS({ maxAliasCount: 100 })
  } catch {
    // Aliases of aliases without end only show when the data is made.
    findings.push(place(0, ALIAS))
  }
  return {
    file,
    data,
    findings,
    find: (path, message, options) => place(nodeAt(path, options?.key ?? false), message),
  }
}

/** One finding as `file:line:column message`. */
export const writeFinding = (finding: Finding): string =>
  `${finding.file}:${finding.line}:${finding.column} ${finding.message}`
