/** `soar submit`: one action for a worker of an engine. */
import type { Integration } from '../../../../integration/integration.ts'
import { dialects, find } from '../../../../platforms/registry.ts'
import type { Performed } from '../../../../run/open-run.ts'
import { awaitTask, startTask } from '../../../../service/engine/submit.ts'
import { engineOf } from '../../engine/open.ts'
import { submitOptions } from '../../engine/options.ts'
import { submissionOf } from '../../engine/submission.ts'
import type { Call, Command } from '../../line/command.ts'
import {
  connectionOptions,
  contextOption,
  dryRunOption,
  localeOption,
  logLevelOption,
  onOption,
  paramOption,
  storeOption,
  templateOption,
  timeoutOption,
} from '../../line/options.ts'
import { write } from '../../process/io.ts'
import { put } from '../../process/output.ts'
import { exchange } from '../../request/answer.ts'

export const command: Command = {
  name: 'submit',
  summary: 'run one action on a worker of an engine: print the id of the job, then its result',
  answersJson: true,
  readsInput: () => true,
  arguments: [{ name: 'action', help: 'id of the action, unless the request names it', complete: 'action' }],
  options: [
    onOption,
    { ...connectionOptions[0], help: "use this connection of the worker's connections file" },
    ...submitOptions,
    { name: 'no-wait', help: 'print the id of the job and end' },
    paramOption,
    templateOption,
    contextOption,
    dryRunOption,
    timeoutOption,
    localeOption,
    storeOption,
    logLevelOption,
  ],
  examples: [
    'soar submit ping --on https://engine.example.com:7243/default --connection acme',
    'soar submit block-sender --connection acme --case C-1 --param sender=mallory@evil.example --param recipient=alice@example.com',
    'soar show ping --request | soar submit --no-wait',
  ],
  run: submit,
}

async function submit(call: Call): Promise<number> {
  const { io, options } = call
  const dialect = await find('dialect', dialects, 'plain')()
  let isLeft = false
  const remote = async (
    _: Call,
    integration: Integration,
    request: Record<string, unknown>,
    stop: AbortSignal,
  ): Promise<Performed> => {
    const { engine, envelope } = await engineOf(call)
    try {
      const submission = await submissionOf(call, integration, request, envelope.sealed)
      await startTask(engine, submission, stop)
      await write(io.stdout, `${JSON.stringify({ id: submission.id })}\n`)
      isLeft = options.has('no-wait')
      if (isLeft) return LEFT
      return { result: await awaitTask(engine, submission, stop), written: true }
    } finally {
      await engine.close()
    }
  }
  const exchanged = await exchange(call, dialect, remote)
  if (isLeft && exchanged.result === LEFT.result) return 0
  // The engine keeps the result: a reader that is gone loses nothing.
  await put(io.stdout, await exchanged.text())
  return dialect.exitCode(exchanged.result, exchanged.stopped)
}

/** In place of the result of a job that is not waited for. */
const LEFT: Performed = {
  result: {
    is_success: true,
    output_message: '',
    json_result: null,
    run: { action: '', version: '', locale: '', ms: 0, requests: 0 },
  },
  written: false,
}
