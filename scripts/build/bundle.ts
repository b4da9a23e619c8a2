import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import { type BuildOptions, build, type Metafile, type Plugin, transform } from 'esbuild'
import { leanPackages, undiciDefines } from './lean.ts'
import { placesOf, REST } from './parts.ts'
import type { Modules } from './prepare.ts'

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

/** Bundles the command line, the integration and all they need to a few scripts, and the bin that loads them. */
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
    plugins: [soarModules(root, modules), leanPackages],
  })
  const places = placesOf(metafile)
  const commonJs = commonJsChunks(metafile)
  const files: Record<string, string> = {}
  const chunks = outputFiles.map(({ path, text }) => ({ name: basename(path), text }))
  for (const part of [...new Set(Object.values(places))].sort()) {
    files[part] = await script(
      chunks.filter(({ name }) => places[name] === part),
      commonJs,
    )
  }
  const id = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16)
  const define = { BUILD: id, PLACES: places, REST }
  const bin = await build({
    ...COMMON,
    entryPoints: [join(root, 'scripts/build/loader.ts')],
    format: 'cjs',
    // An older Node has to get as far as being told that it is too old.
    target: 'node12.20',
    banner: { js: '#!/usr/bin/env node' },
    define: Object.fromEntries(Object.entries(define).map(([name, value]) => [name, JSON.stringify(value)])),
  })
  return { files: { ...files, 'soar.js': bin.outputFiles[0]?.text ?? '' }, metafile }
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
