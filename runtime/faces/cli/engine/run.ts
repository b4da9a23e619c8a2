/** Runs a request on a worker of an engine. */
import type { Integration } from '../../../integration/integration.ts'
import type { Performed } from '../../../run/open-run.ts'
import { awaitTask, startTask } from '../../../service/engine/submit.ts'
import type { Call } from '../line/command.ts'
import { engineOf } from './open.ts'
import { submissionOf } from './submission.ts'

/** `soar run --on`: like a run in this process. A signal cancels the job and waits for its outcome. */
export async function runRemotely(
  call: Call,
  integration: Integration,
  request: Record<string, unknown>,
  stop: AbortSignal,
): Promise<Performed> {
  const { engine, envelope } = await engineOf(call)
  try {
    const submission = await submissionOf(call, integration, request, envelope.sealed)
    await startTask(engine, submission, stop)
    // A job that ended meanwhile cannot be cancelled: its result comes anyway.
    const cancel = (): void =>
      void engine.cancel(submission.id, 'The submitter was asked to stop.').catch(() => {})
    if (stop.aborted) cancel()
    else stop.addEventListener('abort', cancel, { once: true })
    const result = await awaitTask(engine, submission, new AbortController().signal)
    return { result, written: submission.task.effect !== 'read' && result.is_success }
  } finally {
    await engine.close()
  }
}
