/** The commands by name. A command is one file; it comes to life with its line here. */
import type { Command } from './command.ts'

const commands: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  run: () => import('./run.ts'),
  check: () => import('./check.ts'),
  gen: () => import('./gen.ts'),
}

/** All commands, loaded, in the order of help. */
export async function allCommands(): Promise<Command[]> {
  const modules = await Promise.all(Object.values(commands).map((load) => load()))
  return modules.map((module) => module.command)
}
