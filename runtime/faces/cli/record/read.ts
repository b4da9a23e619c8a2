/** Reads the file of a recording. */
import { readFile } from 'node:fs/promises'
import { refuse } from '../../../contract/refuse.ts'
import { parseRecording, type Recording } from '../../../run/record/recording.ts'
import { decodeOrRefuse } from '../../../safety/encoding.ts'
import { type Io, pathOf } from '../process/io.ts'

/** Reads and parses a recording. Throws REQUEST_INVALID. */
export async function readRecording(file: string, io: Pick<Io, 'cwd'>): Promise<Recording> {
  const bytes = await readFile(pathOf(io, file)).catch((cause: NodeJS.ErrnoException) => {
    throw refuse(
      `Cannot read the recording ${file} (${cause.code}). Name a file that \`soar run --record\` wrote.`,
      { cause },
    )
  })
  return parseRecording(decodeOrRefuse(bytes, `the recording ${file}`), file)
}
