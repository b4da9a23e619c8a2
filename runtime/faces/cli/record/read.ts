/** Reads a recording that the command line names. */
import { readRecordingFile } from '../../../run/record/read-file.ts'
import type { Recording } from '../../../run/record/recording.ts'
import { type Io, pathOf } from '../process/io.ts'

/** Reads and parses a recording. Throws REQUEST_INVALID. */
export const readRecording = (file: string, io: Pick<Io, 'cwd'>): Promise<Recording> =>
  readRecordingFile(pathOf(io, file), file)
