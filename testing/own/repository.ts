/** The places of this repository that tests, soak and benchmarks share. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Root of the repository. */
export const repository = resolve(import.meta.dirname, '../..')

/** The command line as it is built. */
export const product = join(repository, 'dist/soar.js')

/** The same command line from its sources, which needs no build. */
export const sources = join(repository, 'runtime/faces/bin.ts')

/** Path of a file of testing/own/fixtures. */
export const fixture = (...names: string[]): string => join(import.meta.dirname, 'fixtures', ...names)

/** Text of a PEM file of testing/own/fixtures/tls. */
export const pem = (name: string): string => readFileSync(fixture('tls', name), 'utf8')

/**
 * Templates that try to escape the sandbox (`code`), to run forever (`runaway`), or to fail in an unexpected way (`break`).
 */
export const hostileTemplates = JSON.parse(readFileSync(fixture('hostile-templates.json'), 'utf8')) as Record<
  'code' | 'runaway' | 'break',
  string[]
>
