/** Where the history of `soar serve` is. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type Io, pathOf } from '../process/io.ts'

/** The folder of the history and its tables, unless --store names another file. */
export const stateFolder = ({ env }: Pick<Io, 'env'>): string =>
  join(env.XDG_STATE_HOME || join(env.HOME || homedir(), '.local', 'state'), 'soar')

/** The file of the history that --store names; `sqlite` is the usual one. */
export const historyFile = (named: string, io: Pick<Io, 'env' | 'cwd'>): string =>
  named === 'sqlite' ? join(stateFolder(io), 'runs.db') : pathOf(io, named)
