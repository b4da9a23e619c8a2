/**
 * The commands by name.
 *
 * A command is one file. Add its line here to register it.
 */
import type { Command } from './line/command.ts'

const commands: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  run: () => import('./commands/run.ts'),
  rows: () => import('./commands/rows.ts'),
  undo: () => import('./commands/saved/undo.ts'),
  diff: () => import('./commands/saved/diff.ts'),
  connect: () => import('./commands/connect.ts'),
  submit: () => import('./commands/engine/submit.ts'),
  result: () => import('./commands/engine/result.ts'),
  cancel: () => import('./commands/engine/cancel.ts'),
  jobs: () => import('./commands/engine/jobs.ts'),
  schedule: () => import('./commands/engine/schedule.ts'),
  worker: () => import('./commands/engine/worker.ts'),
  list: () => import('./commands/list.ts'),
  show: () => import('./commands/show.ts'),
  render: () => import('./commands/render.ts'),
  doctor: () => import('./commands/doctor.ts'),
  serve: () => import('./commands/serve.ts'),
  mcp: () => import('./commands/mcp.ts'),
  simulate: () => import('./commands/simulate.ts'),
  check: () => import('./commands/check.ts'),
  gen: () => import('./commands/gen.ts'),
  init: () => import('./commands/project/init.ts'),
  new: () => import('./commands/new.ts'),
  build: () => import('./commands/project/build.ts'),
  pack: () => import('./commands/pack.ts'),
  verify: () => import('./commands/verify.ts'),
  completion: () => import('./commands/completion.ts'),
}

/** All commands, loaded, in the order of help. */
export async function allCommands(): Promise<Command[]> {
  const modules = await Promise.all(Object.values(commands).map((load) => load()))
  return modules.map((module) => module.command)
}
