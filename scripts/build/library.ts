/** The library: what programs and integration code import from the package, as ES modules with their types. */
import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { build } from 'esbuild'
import { commonJsChunks, namedImports } from '../../runtime/authoring/build/scripts.ts'
import { leanPackages, undiciDefines } from './lean.ts'

/** The modules that `exports` in package.json names, by name. */
const ENTRIES = {
  index: 'runtime/index.ts',
  sdk: 'runtime/sdk/index.ts',
  testing: 'runtime/testing/index.ts',
}

/** Folder of the library in `dist/`. It has its own package.json: the other scripts there are CommonJS. */
export const LIBRARY = 'lib'

/** Bundles the library. The files are by path in `dist/`. */
export async function bundleLibrary(root: string): Promise<Record<string, string>> {
  const outdir = `dist/${LIBRARY}`
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ENTRIES,
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.20',
    write: false,
    metafile: true,
    legalComments: 'none',
    charset: 'ascii',
    logLevel: 'silent',
    // Bundled CommonJS packages ask for Node's modules with require, which an ES module does not have.
    banner: {
      js: "import { createRequire as soarRequire } from 'node:module';const require = soarRequire(import.meta.url);",
    },
    define: undiciDefines,
    plugins: [leanPackages],
  })
  const folder = join(root, outdir)
  const commonJs = commonJsChunks(metafile)
  const files = outputFiles.map(({ path, text }) => [
    `${LIBRARY}/${path.slice(folder.length + 1)}`,
    namedImports(text, commonJs),
  ])
  return { ...Object.fromEntries(files), [`${LIBRARY}/package.json`]: '{"type":"module"}\n' }
}

/** Where the compiler writes declarations: a folder that is removed afterwards. */
export const declarationArguments = (root: string, folder: string): string[] => [
  join(root, 'node_modules/typescript/bin/tsc'),
  '--project',
  join(root, 'scripts/build/library.tsconfig.json'),
  '--outDir',
  folder,
]

/**
 * The declarations that a user of the library needs, by path in `dist/`: those of the entries and what they import.
 *
 * @param folder of the declarations of all modules in `runtime/`
 * @throws Error if one imports a package: the package is not installed beside the library
 */
export function declarations(folder: string): Record<string, string> {
  const found: Record<string, string> = {}
  const waiting = Object.values(ENTRIES).map(declarationOf)
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (Object.hasOwn(found, path)) continue
    const text = readFileSync(join(folder, path), 'utf8')
    for (const [, specifier = ''] of text.matchAll(/(?:\bfrom |\bimport\(|^import )['"]([^'"]+)['"]/gm)) {
      if (!specifier.startsWith('.')) throw new Error(`The declarations in ${path} import "${specifier}".`)
      waiting.push(posix.join(posix.dirname(path), specifier.replace(/\.ts$/, '.d.ts')))
    }
    found[path] = text
  }
  return Object.fromEntries(Object.entries(found).map(([path, text]) => [`${LIBRARY}/types/${path}`, text]))
}

const declarationOf = (entry: string): string => entry.replace(/^runtime\//, '').replace(/\.ts$/, '.d.ts')
