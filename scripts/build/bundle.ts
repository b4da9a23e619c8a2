import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import { type BuildOptions, build, type Metafile, type Plugin, transform } from 'esbuild'
import type { Modules } from './prepare.ts'
import { leanUndici, undiciDefines } from './undici.ts'

/** The built files by name, and what went into them. */
export interface Bundle {
  files: Record<string, string>
  metafile: Metafile
}

const TARGET = 'node22.20'

/** Names stay readable, so that a stack trace says where it was. */
const SHORT = { minifyWhitespace: true, minifySyntax: true, legalComments: 'none', charset: 'ascii' } as const

const COMMON = {
  ...SHORT,
  bundle: true,
  platform: 'node',
  write: false,
  metafile: true,
  logLevel: 'silent',
} as const satisfies BuildOptions

/**
 * What a run may load, by source: these and all they import statically make `run.js`. A mistake here costs time and
 * nothing else: what is missing is found in `rest.js`.
 */
const HOT =
  /^(scripts\/build\/entry|runtime\/faces\/cli\/run\.|runtime\/http\.|runtime\/dialects\/|runtime\/jinja\/(?!parse)|client\/|actions\/|connectors\/|soar:|.*\/(undici|pino)\/)/

/** Bundles the command line, the integration and all they need to two scripts, and the bin that loads them. */
export async function bundle(root: string, modules: Modules): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    ...COMMON,
    absWorkingDir: root,
    entryPoints: ['scripts/build/entry.ts'],
    target: TARGET,
    format: 'esm',
    splitting: true,
    outdir: 'dist',
    define: undiciDefines,
    plugins: [soarModules(root, modules), leanUndici],
  })
  const hot = hotChunks(metafile)
  const chunks = outputFiles.map(({ path, text }) => ({ name: basename(path), text }))
  const isHot = ({ name }: { name: string }) => hot.has(`dist/${name}`)
  const commonJs = commonJsChunks(metafile)
  const run = await script(chunks.filter(isHot), commonJs)
  const rest = await script(
    chunks.filter((chunk) => !isHot(chunk)),
    commonJs,
  )
  const id = createHash('sha256').update(run).update(rest).digest('hex').slice(0, 16)
  const bin = await build({
    ...COMMON,
    entryPoints: [join(root, 'scripts/build/loader.ts')],
    format: 'cjs',
    // An older Node has to get as far as being told that it is too old.
    target: 'node12.20',
    banner: { js: '#!/usr/bin/env node' },
    define: { BUILD: JSON.stringify(id) },
  })
  return { files: { 'run.js': run, 'rest.js': rest, 'soar.js': bin.outputFiles[0]?.text ?? '' }, metafile }
}

/** The chunks of a run: those that `HOT` names, and what they import statically. */
function hotChunks({ outputs }: Metafile): ReadonlySet<string> {
  const hot = new Set<string>()
  const add = (path: string): void => {
    if (hot.has(path)) return
    hot.add(path)
    for (const { path: next, kind } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && outputs[next]) add(next)
    }
  }
  for (const [path, { entryPoint }] of Object.entries(outputs)) if (HOT.test(entryPoint ?? '')) add(path)
  return hot
}

/** The chunks that are a CommonJS package; esbuild leaves them with a default export alone. */
function commonJsChunks({ inputs, outputs }: Metafile): ReadonlySet<string> {
  const isCommonJs = ([, { entryPoint }]: [string, { entryPoint?: string }]) =>
    entryPoint !== undefined && inputs[entryPoint]?.format === 'cjs'
  return new Set(
    Object.entries(outputs)
      .filter(isCommonJs)
      .map(([path]) => basename(path)),
  )
}

/** Makes one classic script of ES modules: an object of functions by file name, for the loader to call. */
async function script(
  chunks: readonly { name: string; text: string }[],
  commonJs: ReadonlySet<string>,
): Promise<string> {
  const functions = chunks.map(async ({ name, text }) => {
    const linked = text
      .replace(/\bimport\("\.\/([\w.-]+\.js)"\)/g, (_, chunk: string) => {
        const names = commonJs.has(chunk) ? '.then(({default:m})=>({...m,default:m}))' : ''
        return `Promise.resolve().then(()=>require("./${chunk}"))${names}`
      })
      // Somebody's file, for Node to load. A script of its own has no import() of its own.
      .replace(/\bimport\(/g, 'require.import(')
    const { code } = await transform(linked, { ...SHORT, format: 'cjs', target: TARGET })
    return `${JSON.stringify(name)}(require,exports,module){${code}}`
  })
  return `({${(await Promise.all(functions)).join(',\n')}})`
}

/** Serves the modules that were prepared, as `soar:<name>`. */
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
