/** The commands by name. A command is one file; it comes to life with its line here. */
import type { Command } from './command.ts'

const commands: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  run: () => import('./run.ts'),
  rows: () => import('./rows.ts'),
  connect: () => import('./connect.ts'),
  list: () => import('./list.ts'),
  show: () => import('./show.ts'),
  render: () => import('./render.ts'),
  doctor: () => import('./doctor.ts'),
  mcp: () => import('./mcp.ts'),
  simulate: () => import('./simulate.ts'),
  check: () => import('./check.ts'),
  gen: () => import('./gen.ts'),
  new: () => import('./new.ts'),
  pack: () => import('./pack.ts'),
  verify: () => import('./verify.ts'),
  completion: () => import('./completion.ts'),
}

/** All commands, loaded, in the order of help. */
export async function allCommands(): Promise<Command[]> {
  const modules = await Promise.all(Object.values(commands).map((load) => load()))
  return modules.map((module) => module.command)
}
