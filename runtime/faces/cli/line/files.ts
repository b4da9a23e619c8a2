/** The files that a command line names, by their options and standard streams. */
import type { FileRole } from '../process/file-roles.ts'
import { type Io, lookupOf, pathOf } from '../process/io.ts'
import type { Command } from './command.ts'
import type { Parsed } from './plain.ts'

/** Every file that a command reads or writes according to its options. A dash is a standard stream. */
export async function filesOf(command: Command, { args, options }: Parsed, io: Io): Promise<FileRole[]> {
  const named = (name: string, given: string | undefined): FileRole[] =>
    given === undefined || given === '-' ? [] : [{ name, path: pathOf(io, given) }]
  const roles = command.options
    .filter(({ complete, mayShare }) => complete === 'file' && !mayShare)
    .flatMap(({ name }) => named(`--${name}`, options.text(name)))
  const inArguments = command.arguments.flatMap(({ name, complete }, at) =>
    complete === 'file' ? named(`<${name}>`, args[at]) : [],
  )
  const all = [...roles, ...inArguments, ...(await connectionsOf(options, io))]
  if (command.readsInput?.(options)) all.unshift({ name: 'standard input', stats: io.stats?.('stdin') })
  return all
}

/** The default connections file, used if no option names one. */
async function connectionsOf({ text }: Parsed['options'], io: Io): Promise<FileRole[]> {
  if (text('connection') === undefined || text('connections') !== undefined) return []
  const { connectionsFile } = await import('../../../integration/config/connection-file.ts')
  return [{ name: 'the connections file', path: connectionsFile(lookupOf(io)) }]
}
