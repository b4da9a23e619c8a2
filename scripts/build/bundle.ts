/** Bundles the runtime: the command line, what it needs, and the bin that loads it. */
import { build, type Metafile, transform } from 'esbuild'
import { hashOf, textOf } from '../../runtime/authoring/build/joined.ts'
import { placesOf } from '../../runtime/authoring/build/parts.ts'
import { COMMON, joinParts, readChunks, TARGET } from '../../runtime/authoring/build/scripts.ts'
import { leanPackages, undiciDefines } from './lean.ts'
import { REST, runtimeDivision } from './parts.ts'

/** The built files by name, and their sources. */
export interface Bundle {
  files: Record<string, string>
  /** Source maps of the files, by file name with `.map`: for debuggers and traces in a checkout, no part of the product. */
  maps: Record<string, string>
  metafile: Metafile
}

/** The modules that the loader or an integration asks for, by name. The latter are `soar:sdk` and `soar:compiled` there. */
const ENTRIES = {
  entry: 'scripts/build/entry.ts',
  sdk: 'runtime/sdk/index.ts',
  compiled: 'runtime/schema/compiled.ts',
}

/** Bundles the command line and all it needs to a few scripts, and the bin that loads them. */
export async function bundleRuntime(root: string, version: string): Promise<Bundle> {
  const built = await build({
    ...COMMON,
    // One statement per line, until they are joined.
    minifyWhitespace: false,
    absWorkingDir: root,
    entryPoints: ENTRIES,
    target: TARGET,
    format: 'esm',
    splitting: true,
    outdir: 'dist',
    define: { ...undiciDefines, SOAR_VERSION: JSON.stringify(version) },
    plugins: [leanPackages],
  })
  const places = placesOf(built.metafile, runtimeDivision)
  const parts = await joinParts(built, places, { transform })
  const define = { BUILD: hashOf(parts), PLACES: places, REST }
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
    metafile: built.metafile,
  }
}
