/** Starts the built command line, as it is shipped. It is built first where the sources have changed since. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { ensureBuild } from '../../scripts/launch/build.mjs'
import { product, repository } from '../../testing/own/repository.ts'
import { type Ended, runNode, type StartOptions, startNode } from '../../testing/process.ts'

export { product, sources } from '../../testing/own/repository.ts'
export { type Ended, endOf, firstLine } from '../../testing/process.ts'

await ensureBuild({ root: repository, node: process.execPath, env: process.env, quiet: true })

/** Another file than the built product may be started. */
type Options = StartOptions & { file?: string }

/** Starts it. */
export const startSoar = (
  args: readonly string[],
  { file = product, ...options }: Options = {},
): ChildProcessWithoutNullStreams => startNode(file, args, options)

/** Runs it to its end. */
export const runSoar = (
  args: readonly string[],
  { file = product, ...options }: Options & { input?: string | Buffer } = {},
): Promise<Ended> => runNode(file, args, options)
