/** `soar cancel`: asks for the end of a job. */
import { engineOf } from '../../engine/open.ts'
import type { Call, Command } from '../../line/command.ts'
import { logLevelOption, onOption } from '../../line/options.ts'
import { write } from '../../process/io.ts'

export const command: Command = {
  name: 'cancel',
  summary: 'cancel a job of an engine; a write in progress ends as OUTCOME_UNKNOWN',
  arguments: [{ name: 'id', help: 'id of the job', required: true }],
  options: [
    onOption,
    { name: 'reason', value: 'TEXT', help: 'why, for the records of the engine; not encrypted' },
    logLevelOption,
  ],
  examples: ['soar cancel block-sender:C-1:5d0c3f5e --on https://engine.example.com:7243/default'],
  run: cancel,
}

async function cancel(call: Call): Promise<number> {
  const [id = ''] = call.args
  const { engine } = await engineOf(call)
  try {
    await engine.cancel(id, call.options.text('reason'))
    await write(
      call.io.stdout,
      `The job ${id} was asked to stop. \`soar result ${id}\` prints how it ended.\n`,
    )
    return 0
  } finally {
    await engine.close()
  }
}
