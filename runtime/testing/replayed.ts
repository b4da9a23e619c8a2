/** Runs actions on recordings, without a network. */
import { fileURLToPath } from 'node:url'
import type { Request } from '../contract/request.ts'
import type { Result } from '../contract/result.ts'
import type { Integration } from '../integration/integration.ts'
import { openRun } from '../run/open-run.ts'
import { readRecordingFile } from '../run/record/read-file.ts'
import type { Perform } from '../run/record/record-run.ts'
import type { Recording } from '../run/record/recording.ts'
import { performOn, replayRun } from '../run/record/replay-run.ts'

/** A recording that answers runs. */
export interface Replayed {
  readonly recording: Recording
  /**
   * Runs the recorded action at the recorded time and answers its requests from the recording. The result is
   * REPLAY_MISMATCH if a request is not recorded or a recorded one is not made. May be called again.
   *
   * @param request replaces fields of the saved request; without a saved one it is the request
   * @throws ActionError REQUEST_INVALID if the recording belongs to another integration or action
   */
  run(integration: Integration, request?: Partial<Request>): Promise<Result>
}

/** Reads a recording. Throws ActionError REQUEST_INVALID if the file is not one. */
export async function replayed(file: string | URL): Promise<Replayed> {
  const recording = await readRecordingFile(typeof file === 'string' ? file : fileURLToPath(file))
  return {
    recording,
    run: async (integration, request) => {
      const asked = { action: recording.action, ...recording.request, ...request }
      const work = performOn(performIn(integration))
      return (await replayRun(integration, recording, asked, {}, work)).result
    },
  }
}

const performIn =
  (integration: Integration): Perform =>
  async (request, options, opened) => {
    const open = await openRun(integration, request, { experimental: true, ...options })
    if ('failed' in open) return { result: open.failed, written: false }
    opened(open)
    const ready = await open.prepare()
    return 'failed' in ready ? { result: ready.failed, written: false } : ready.perform()
  }
