/** Turns the output of the bundler into the scripts of a product. */
import { basename } from 'node:path'
import type { Metafile, OutputFile, transform as Transform } from 'esbuild'
import { type Chunk, joinChunks, type Script, type SourceMap, shifted } from './joined.ts'

/** The oldest Node that runs a product. */
export const TARGET = 'node22.20'

/** Names stay readable, so that a stack trace says where it was. */
export const SHORT = {
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  charset: 'ascii',
} as const

/** Maps name the sources, which are beside them in a checkout, and do not repeat them. */
export const MAPPED = { sourcemap: 'external', sourcesContent: false } as const

/** Options of every bundle. */
export const COMMON = {
  ...SHORT,
  ...MAPPED,
  bundle: true,
  platform: 'node',
  write: false,
  metafile: true,
  logLevel: 'silent',
} as const

/** The part of esbuild that makes scripts. */
export interface Transformer {
  transform: typeof Transform
}

/** What a build returns, as far as it is used here. */
interface Built {
  outputFiles: readonly OutputFile[]
  metafile: Metafile
}

/**
 * Joins the chunks of a bundle to parts. `places` has the part of each chunk.
 *
 * @param nameOf the name by which a chunk is required; default is its own
 */
export async function joinParts(
  { outputFiles, metafile }: Built,
  places: Record<string, string>,
  esbuild: Transformer,
  nameOf: (chunk: string) => string = (chunk) => chunk,
): Promise<Record<string, Script>> {
  const naming = { commonJs: commonJsChunks(metafile), nameOf }
  const parts: Record<string, Script> = {}
  const chunks = readChunks(outputFiles)
  for (const part of [...new Set(Object.values(places))].sort()) {
    const own = chunks.filter(({ name }) => places[name] === part)
    parts[part] = joinChunks(await Promise.all(own.map((chunk) => toScript(chunk, naming, esbuild))))
  }
  return parts
}

/** The scripts that esbuild wrote, each with the map that it wrote beside it. */
export function readChunks(files: readonly OutputFile[]): Chunk[] {
  const texts = new Map(files.map(({ path, text }) => [basename(path), text]))
  return [...texts]
    .filter(([name]) => !name.endsWith('.map'))
    .map(([name, code]) => ({ name, code, map: ownMap(JSON.parse(texts.get(`${name}.map`) ?? '')) }))
}

/** The chunks that are a CommonJS package; esbuild gives them only a default export. */
export function commonJsChunks({ inputs, outputs }: Metafile): ReadonlySet<string> {
  const isCommonJs = ([, { entryPoint }]: [string, { entryPoint?: string }]) =>
    entryPoint !== undefined && inputs[entryPoint]?.format === 'cjs'
  return new Set(
    Object.entries(outputs)
      .filter(isCommonJs)
      .map(([path]) => basename(path)),
  )
}

/** How chunks are named in a script. */
interface Naming {
  commonJs: ReadonlySet<string>
  nameOf(chunk: string): string
}

/** An import or a call that names a chunk. */
const LINKED_CHUNK = /(\bfrom |\bimport |\brequire\()"\.\/([\w.-]+\.js)"/g

const IMPORTED_CHUNK = /\bimport\("\.\/([\w.-]+\.js)"\)/g

/** Gives an imported CommonJS package its named exports, as Node does. */
export const namedImports = (code: string, commonJs: ReadonlySet<string>): string =>
  code.replace(IMPORTED_CHUNK, (imported, chunk: string) =>
    commonJs.has(chunk) ? `${imported}.then(({default:m})=>({...m,default:m}))` : imported,
  )

/** A map that refers only to packages helps neither a debugger nor a trace; most maps are of this kind. */
function ownMap(map: SourceMap): SourceMap {
  const isOwn = map.sources.some((source) => !source.includes('node_modules/'))
  return isOwn ? map : { version: 3, sources: [], names: [], mappings: '' }
}

/** Converts an ES module to the body of a function that the loader calls with `require`, `exports` and `module`. */
async function toScript(
  { name: chunk, code, map }: Chunk,
  { commonJs, nameOf }: Naming,
  { transform }: Transformer,
): Promise<Chunk> {
  const name = nameOf(chunk)
  const linked = namedImports(code, commonJs)
    .replace(IMPORTED_CHUNK, 'Promise.resolve().then(()=>require("./$1"))')
    // A file of another project, for Node to load. A script of its own has no import() of its own.
    .replace(/\bimport\(/g, 'require.import(')
    .replace(LINKED_CHUNK, (_, before: string, other: string) => `${before}"./${nameOf(other)}"`)
  // No line was moved, so the map is right but for the end of a line in which something was replaced.
  const inline = `//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}`
  const options = { ...SHORT, format: 'cjs', target: TARGET, sourcefile: name } as const
  if (map.sources.length === 0)
    return withSharedExports({ name, map, code: (await transform(linked, options)).code })
  const short = await transform(`${linked}\n${inline}`, { ...options, ...MAPPED })
  return withSharedExports({ name, code: short.code, map: JSON.parse(short.map) })
}

/** What esbuild puts before each script: functions that define its exports. */
const EXPORT_HELPERS =
  /^var __defProp=(?:(?!var \w+_exports=)[\s\S])+var __toCommonJS=[^;]+;var (\w+_exports)=\{\};__export\(\1,(\{[\w$.:,()=>]+\})\);module\.exports=__toCommonJS\(\1\);/

/** Uses the loader's function instead. The helpers of a hundred scripts take two milliseconds of each run to load. */
function withSharedExports(chunk: Chunk): Chunk {
  const found = EXPORT_HELPERS.exec(chunk.code)
  const [helpers = '', , exported = ''] = found ?? []
  const rest = chunk.code.slice(helpers.length)
  // Scripts that use one of the helpers elsewhere keep them.
  if (!found || /(?<![.\w])__(?:defProp|copyProps|toESM|export|toCommonJS)\b/.test(rest)) return chunk
  const code = `require.exports(exports,${exported});`
  return { ...chunk, code: code + rest, map: shifted(chunk.map, code.length - helpers.length) }
}
