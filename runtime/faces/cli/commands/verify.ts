/** `soar verify`: verifies a package against its checksums. */

import { readFile } from 'node:fs/promises'
import { refuse } from '../../../contract/refuse.ts'
import { packagingOf } from '../../../platforms/registry.ts'
import { visibleLine } from '../../../safety/control-characters.ts'
import type { Command } from '../line/command.ts'
import { type Io, pathOf } from '../process/io.ts'

/** Runs `soar verify`; returns the exit code. Throws REQUEST_INVALID if the file is not a package. */
export async function verifyCommand(
  { file }: { file: string },
  { stdout }: Pick<Io, 'stdout'>,
): Promise<number> {
  const content = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    const reason = `Cannot read ${file} (${cause.code}). Name the zip file of a package.`
    throw refuse(reason, { cause })
  })
  const { verify } = await packagingOf()
  const { files, differences } = verify(content)
  for (const difference of differences) stdout.write(`${visibleLine(difference)}\n`)
  stdout.write(
    differences.length
      ? `${differences.length} differences from the packed files.\n`
      : `${files} files, all unchanged.\n`,
  )
  return differences.length ? 1 : 0
}

export const command: Command = {
  name: 'verify',
  summary: 'verify a package against its checksums',
  arguments: [{ name: 'zip', help: 'zip file of the package', required: true, complete: 'file' }],
  options: [],
  examples: ['soar verify dist/package/Example20260310.zip'],
  run: ({ args: [zip = ''], io }) => verifyCommand({ file: pathOf(io, zip) }, io),
}
