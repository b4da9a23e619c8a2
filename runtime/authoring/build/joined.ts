/** Several chunks as one script of the product, with one source map. */
import { createHash } from 'node:crypto'
import { decodeMappings, encodeMappings, type Segment } from './mappings.ts'

/** A script and where it comes from. */
export interface Script {
  code: string
  map: SourceMap
}

/** A script by its name. */
export interface Chunk extends Script {
  name: string
}

/** A source map, as far as it is used here. */
export interface SourceMap {
  version: 3
  /** Files, relative to the map's own place. */
  sources: string[]
  names: string[]
  mappings: string
}

/**
 * Joins chunks to one expression: an object of functions by chunk, for the loader to call. It begins with a line that no
 * chunk is in, so that the loader may put something before it.
 */
export function joinChunks(chunks: readonly Chunk[]): Script {
  const sources: string[] = []
  const names: string[] = []
  const lines: Segment[][] = [[]]
  let code = '({\n'
  for (const { name, code: body, map } of chunks) {
    const head = `${JSON.stringify(name)}(require,exports,module){`
    const text = `${head}${body}},`
    const own = decodeMappings(map.mappings)
    for (const [line] of text.split('\n').entries()) {
      const columns = line === 0 ? head.length : 0
      const moved = (own[line] ?? []).map((segment) => move(segment, columns, sources.length, names.length))
      // What has no mapping belongs to the mapping before it: here ends the chunk before.
      lines.push(line === 0 ? [[0], ...moved] : moved)
    }
    sources.push(...map.sources)
    names.push(...map.names)
    code += `${text}\n`
  }
  return { code: `${code}})\n`, map: { version: 3, sources, names, mappings: encodeMappings(lines) } }
}

/** A map whose first line was moved by a number of columns; what was before its first mapping may be gone. */
export function shifted(map: SourceMap, columns: number): SourceMap {
  const [first = [], ...lines] = decodeMappings(map.mappings)
  const moved = first.map(([column = 0, ...rest]): Segment => [Math.max(0, column + columns), ...rest])
  return { ...map, mappings: encodeMappings([moved, ...lines]) }
}

function move(
  [column = 0, source, ...rest]: Segment,
  columns: number,
  sources: number,
  names: number,
): Segment {
  if (source === undefined) return [column + columns]
  const [line = 0, sourceColumn = 0, name] = rest
  const place = [column + columns, source + sources, line, sourceColumn]
  return name === undefined ? place : [...place, name + names]
}

/** A script's text that names its map, beside it. */
export const textOf = (name: string, { code }: Script): string => `${code}//# sourceMappingURL=${name}.map\n`

/** Identifies a set of scripts by their content: 16 hexadecimal digits. */
export const hashOf = (parts: Readonly<Record<string, Script>>): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(parts).map(([name, { code }]) => [name, code])))
    .digest('hex')
    .slice(0, 16)
