import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { type BuildOptions, build, type Metafile, type OutputFile, type Plugin, transform } from 'esbuild'
import { type Chunk, joinChunks, type Script, type SourceMap, shifted, textOf } from './joined.ts'
import { leanPackages, undiciDefines } from './lean.ts'
import { placesOf, REST } from './parts.ts'
import type { Modules } from './prepare.ts'

/** The built files by name, and their sources. */
export interface Bundle {
  files: Record<string, string>
  /** Source maps of the files, by file name with `.map`: for debuggers and traces in a checkout, no part of the product. */
  maps: Record<string, string>
  metafile: Metafile
}

const TARGET = 'node22.20'

/** Names stay readable, so that a stack trace says where it was. */
const SHORT = { minifyWhitespace: true, minifySyntax: true, legalComments: 'none', charset: 'ascii' } as const

/** Maps name the sources, which are beside them in a checkout, and do not repeat them. */
const MAPPED = { sourcemap: 'external', sourcesContent: false } as const

const COMMON = {
  ...SHORT,
  ...MAPPED,
  bundle: true,
  platform: 'node',
  write: false,
  metafile: true,
  logLevel: 'silent',
} as const satisfies BuildOptions

/** Bundles the command line, the integration and all they need to a few scripts, and the bin that loads them. */
export async function bundle(root: string, modules: Modules): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    ...COMMON,
    // One statement per line, until `toScript` has processed it.
    minifyWhitespace: false,
    absWorkingDir: root,
    entryPoints: ['scripts/build/entry.ts'],
    target: TARGET,
    format: 'esm',
    splitting: true,
    outdir: 'dist',
    define: undiciDefines,
    plugins: [soarModules(root, modules), leanPackages],
  })
  const places = placesOf(metafile)
  const commonJs = commonJsChunks(metafile)
  const parts: Record<string, Script> = {}
  const chunks = readChunks(outputFiles)
  for (const part of [...new Set(Object.values(places))].sort()) {
    const own = chunks.filter(({ name }) => places[name] === part)
    parts[part] = joinChunks(await Promise.all(own.map((chunk) => toScript(chunk, commonJs))))
  }
  const id = createHash('sha256')
    .update(JSON.stringify(Object.entries(parts).map(([name, { code }]) => [name, code])))
    .digest('hex')
    .slice(0, 16)
  const define = { BUILD: id, PLACES: places, REST }
  const bin = await build({
    ...COMMON,
    absWorkingDir: root,
    entryPoints: ['scripts/build/loader.ts'],
    outfile: 'dist/soar.js',
    format: 'cjs',
    // An older Node must be able to run as far as the message that it is too old.
    target: 'node12.20',
    banner: { js: '#!/usr/bin/env node' },
    define: Object.fromEntries(Object.entries(define).map(([name, value]) => [name, JSON.stringify(value)])),
  })
  const [loader] = readChunks(bin.outputFiles)
  if (loader) parts['soar.js'] = loader
  const named = Object.entries(parts)
  return {
    files: Object.fromEntries(named.map(([name, script]) => [name, textOf(name, script)])),
    maps: Object.fromEntries(named.map(([name, { map }]) => [`${name}.map`, JSON.stringify(map)])),
    metafile,
  }
}

/** The scripts that esbuild wrote, each with the map that it wrote beside it. */
function readChunks(files: readonly OutputFile[]): Chunk[] {
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
async function toScript({ name, code, map }: Chunk, commonJs: ReadonlySet<string>): Promise<Chunk> {
  const linked = namedImports(code, commonJs)
    .replace(IMPORTED_CHUNK, 'Promise.resolve().then(()=>require("./$1"))')
    // A file of another project, for Node to load. A script of its own has no import() of its own.
    .replace(/\bimport\(/g, 'require.import(')
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

/** Provides the prepared modules as `soar:<name>`. */
function soarModules(root: string, modules: Modules): Plugin {
  return {
    name: 'soar-modules',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^soar:/ }, ({ path }) => ({ path: path.slice('soar:'.length), namespace: 'soar' }))
      onLoad({ filter: /.*/, namespace: 'soar' }, ({ path }) => {
        const contents = modules.get(path)
        return contents === undefined ? undefined : { contents, loader: 'js', resolveDir: root }
      })
    },
  }
}
