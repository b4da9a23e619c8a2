/** Several integrations, used together by the built product or in this process. */
import { join } from 'node:path'
import type { Result } from '../../runtime/contract/result.ts'
import { type CliAnswer, commandLine } from '../../testing/command-line.ts'
import { type Folder, folderWith } from './author.ts'
import { echoRoot } from './echo.ts'
import { type Ended, runSoar } from './soar.ts'
import { repository } from './sources.ts'

/** Folder of the third integration, which shares the action `call` with echo. */
export const twinRoot = join(import.meta.dirname, '../fixtures/twin')

/** A folder with a soar.yaml that names these integrations. */
export function withSoarYaml(integrations: readonly string[], files: Record<string, string> = {}): Folder {
  const lines = integrations.map((place) => `  - ${JSON.stringify(place)}\n`)
  return folderWith({ ...files, 'soar.yaml': `integrations:\n${lines.join('')}` })
}

/** Runs the built product in a folder. */
export const soarIn = (
  { root }: Folder,
  args: readonly string[],
  options: { input?: string; env?: Record<string, string> } = {},
): Promise<Ended> => runSoar(args, { cwd: root, ...options })

/** Runs the command line in a folder, in this process; the built-in integration is the product's sources. */
export const cliIn = (
  { root }: Folder,
  args: readonly string[],
  { input = '', env = {} }: { input?: string; env?: Record<string, string> } = {},
): Promise<CliAnswer> => commandLine(args, { cwd: root, root: repository, stdin: input, env })

/** Runs an action there with the built product and reads its result. */
export async function resultIn(
  folder: Folder,
  args: readonly string[],
  options: { input?: string; env?: Record<string, string> } = {},
): Promise<Result> {
  const { stdout, stderr } = await soarIn(folder, ['run', ...args], options)
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout) as Result
}

export { echoRoot }
