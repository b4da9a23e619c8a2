/** `soar verify`: whether a package is what was packed. */

import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { refuse } from '../../../contract/refuse.ts'
import { differences } from '../../../platforms/secops/package/verify.ts'
import { readZip } from '../../../platforms/secops/package/zip.ts'
import type { Command } from '../line/command.ts'
import type { Io } from '../process/io.ts'

/** Runs `soar verify`; answers the exit code. Throws REQUEST_INVALID where the file is no package. */
export async function verifyCommand(
  { file }: { file: string },
  { stdout }: Pick<Io, 'stdout'>,
): Promise<number> {
  const content = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    const reason = `${file} cannot be read (${cause.code}). Name the zip file of a package.`
    throw refuse(reason, { cause })
  })
  const files = readZip(content)
  const found = differences(files)
  for (const difference of found) stdout.write(`${difference}\n`)
  const count = Object.keys(files).length
  stdout.write(
    found.length ? `${found.length} different from what was packed.\n` : `${count} files, all as packed.\n`,
  )
  return found.length ? 1 : 0
}

export const command: Command = {
  name: 'verify',
  summary: 'say whether a package is what was packed',
  arguments: [{ name: 'zip', help: 'the package', required: true, complete: 'file' }],
  options: [],
  examples: ['soar verify dist/package/Example20260310.zip'],
  run: ({ args: [zip = ''], io }) => verifyCommand({ file: resolve(io.cwd, zip) }, io),
}
