/** Bundles an integration: its client, actions and connectors, and what a build prepared of them. */
import { resolve } from 'node:path'
import type { build as Build, Metafile, Plugin } from 'esbuild'
import { hashOf, type Script, textOf } from './joined.ts'
import { FIRST, integrationDivision, placesOf, requiredName } from './parts.ts'
import type { Modules, PreparedModules } from './prepare.ts'
import { COMMON, joinParts, TARGET, type Transformer } from './scripts.ts'

/** The part of esbuild that bundles an integration. */
export interface Bundler extends Transformer {
  build: typeof Build
}

/** A bundled integration. */
export interface IntegrationBundle {
  /** Scripts and their source maps, by file name. */
  files: Record<string, string>
  metafile: Metafile
  /** Files of the integration that are in it, relative to its root, with forward slashes. */
  sources: string[]
}

/** How an integration is bundled. */
export interface BundleOptions {
  esbuild: Bundler
  /** Version of the runtime that the bundle is for. */
  version: string
  /** Further plugins of the bundler, after the own ones. */
  plugins?: Plugin[]
}

/** Bundles an integration that was prepared. Throws esbuild's error, whose message lists every problem. */
export async function bundleIntegration(
  root: string,
  { modules, areas }: PreparedModules,
  { esbuild, version, plugins = [] }: BundleOptions,
): Promise<IntegrationBundle> {
  const built = await esbuild.build({
    ...COMMON,
    // One statement per line, until they are joined.
    minifyWhitespace: false,
    absWorkingDir: root,
    entryPoints: { integration: 'soar:integration' },
    target: TARGET,
    format: 'esm',
    splitting: true,
    outdir: 'dist',
    plugins: [runtimeModules(root), soarModules(root, modules), ...plugins],
  })
  const places = placesOf(
    built.metafile,
    integrationDivision((id) => areas.get(id)),
  )
  const nameOf = (chunk: string) =>
    requiredName(chunk, Object.hasOwn(places, chunk) ? places[chunk] : undefined)
  const parts = await joinParts(built, places, esbuild, nameOf)
  const label = JSON.stringify({ soar: version, build: hashOf(parts) })
  const first = parts[FIRST]
  if (first) parts[FIRST] = labelled(first, label)
  const named = Object.entries(parts).flatMap(([name, script]) => [
    [name, textOf(name, script)],
    [`${name}.map`, JSON.stringify(script.map)],
  ])
  const isOwn = (path: string) =>
    !path.includes(':') && !path.startsWith('../') && !path.split('/').includes('node_modules')
  return {
    files: Object.fromEntries(named),
    metafile: built.metafile,
    sources: Object.keys(built.metafile.inputs).filter(isOwn).sort(),
  }
}

/** Puts a label into the first line of a part, which holds nothing of the sources; the loader reads it there. */
const labelled = ({ code, map }: Script, label: string): Script => ({
  code: code.replace('({\n', () => `({"":${label},\n`),
  map,
})

/** What the runtime provides at run time, so that the integration and the runtime share it. */
function runtimeModules(root: string): Plugin {
  const sdk = resolve(root, 'runtime/sdk/index.ts')
  return {
    name: 'soar-runtime',
    setup({ onResolve }) {
      onResolve({ filter: /^soar-actions\/sdk$/ }, () => ({ path: 'soar:sdk', external: true }))
      onResolve({ filter: /^soar:compiled$/ }, ({ path }) => ({ path, external: true }))
      // In the repository of the product, integration code imports the sources.
      onResolve({ filter: /\/runtime\/sdk\/index\.ts$/ }, ({ path, resolveDir }) =>
        resolve(resolveDir, path) === sdk ? { path: 'soar:sdk', external: true } : undefined,
      )
    },
  }
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
