/** Finds the files of file mode, which the platform names in environment variables. */
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { refuse } from '../../contract/refuse.ts'
import { isReplaced } from '../../safety/encoding.ts'
import type { GivenOptions } from '../options.ts'
import type { Place, TableFiles } from '../table.ts'

/**
 * The file of the table and the file of the answer; --in and --out take precedence. Throws REQUEST_INVALID if the latter
 * has no name, or if a path is not UTF-8.
 */
export async function files(given: GivenOptions, { env, cwd }: Place): Promise<TableFiles> {
  const folderName = given.text('input-env') ?? 'INPUT_DATA_JSON_FOLDER_PATH'
  const fileName = given.text('output-env') ?? 'OUTPUT_DATA_JSON_FILE_PATH'
  const output = named(given, 'out') ?? pathIn(env, fileName)
  if (!output) {
    throw refuse(
      `The variable ${fileName} with the output file is not set. Set it, name another variable with --output-env, or use --out.`,
    )
  }
  const table = named(given, 'in')
  const folder = pathIn(env, folderName)
  if (table !== undefined) return { in: resolve(cwd, table), out: resolve(cwd, output) }
  return { in: folder ? await firstPart(resolve(cwd, folder)) : undefined, out: resolve(cwd, output) }
}

/** A path in a variable. Its original bytes are lost if they were not UTF-8: another file would be written. */
function pathIn(env: Place['env'], name: string): string | undefined {
  const path = env[name]
  if (path === undefined || !isReplaced(path)) return path
  throw refuse(
    `The path in the variable ${name} is not UTF-8. Set it in a script that uses UTF-8, or name the file with --in or --out.`,
  )
}

/** A file named by an option; `-` means the standard streams, which file mode does not use. */
function named(given: GivenOptions, option: string): string | undefined {
  const file = given.text(option)
  return file === '-' ? undefined : file
}

/** The first file of a folder whose name begins with `part`; a missing folder or file means that there are no rows. */
async function firstPart(folder: string): Promise<string | undefined> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return []
    throw refuse(`Cannot read the folder of the table, ${folder} (${cause.code}).`, { cause })
  })
  const [first] = names.filter((name) => name.startsWith('part')).sort()
  return first === undefined ? undefined : join(folder, first)
}
