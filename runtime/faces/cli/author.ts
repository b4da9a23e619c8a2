/** Which folder the author's commands work on. */
import { resolve } from 'node:path'
import type { Options } from './command.ts'
import type { Io } from './io.ts'

/** --root, SOAR_ROOT, else the current folder: an author's command never touches an integration nobody named. */
export const authorRoot = (options: Options, io: Io): string =>
  resolve(io.cwd, options.text('root') ?? io.env.SOAR_ROOT ?? '.')
