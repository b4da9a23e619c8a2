/** Reads the file of a recording. */
import { readFile } from 'node:fs/promises'
import { refuse } from '../../contract/refuse.ts'
import { decodeOrRefuse } from '../../safety/encoding.ts'
import { parseRecording, type Recording } from './recording.ts'

/**
 * Reads and parses a recording. Throws REQUEST_INVALID.
 *
 * @param shown how messages name the file
 */
export async function readRecordingFile(path: string, shown = path): Promise<Recording> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    const reason = `Cannot read the recording ${shown} (${cause.code}). Name a file that \`soar run --record\` wrote.`
    throw refuse(reason, { cause })
  })
  return parseRecording(decodeOrRefuse(bytes, `the recording ${shown}`), shown)
}
