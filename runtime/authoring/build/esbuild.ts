/** Finds the bundler in the folder of an integration, whose package.json chooses its version. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BuildFailure } from 'esbuild'
import { refuse } from '../../contract/refuse.ts'
import { type Finding, writeFinding } from '../../integration/yaml/yaml.ts'
import type { Bundler } from './bundle.ts'

/** Loads esbuild as a module in the folder would. Throws REQUEST_INVALID, with what to install, if there is none. */
export async function loadEsbuild(root: string): Promise<Bundler> {
  let file: string
  try {
    file = createRequire(join(root, 'package.json')).resolve('esbuild')
  } catch {
    throw refuse(
      `soar build needs esbuild, which is not installed in ${root}. Run \`npm install --save-dev esbuild\` there.`,
    )
  }
  const loaded: { default: Bundler } = await import(pathToFileURL(file).href)
  return loaded.default
}

/** The problems of a failed bundle, one `file:line:column` a line; undefined for any other error. */
export function bundleProblems(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('errors' in error) || !Array.isArray(error.errors)) return undefined
  const { errors } = error as BuildFailure
  const findings = errors.map(
    ({ text, location }): Finding => ({
      file: location?.file ?? 'integration.yaml',
      line: location?.line ?? 1,
      column: (location?.column ?? 0) + 1,
      message: text,
    }),
  )
  return findings.map(writeFinding).join('\n')
}
