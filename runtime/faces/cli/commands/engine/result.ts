/** `soar result`: the result of a job. */
import { ActionError } from '../../../../contract/errors.ts'
import { phrase } from '../../../../contract/phrases.ts'
import { runtimeLocales } from '../../../../i18n/sentences.ts'
import type { Engine } from '../../../../service/engine/engine.ts'
import { resultOf } from '../../../../service/engine/result-of.ts'
import { engineOf } from '../../engine/open.ts'
import type { Call, Command } from '../../line/command.ts'
import { readDuration } from '../../line/duration.ts'
import { localeOption, logLevelOption, onOption, storeOption } from '../../line/options.ts'
import { readLocale } from '../../line/read-options.ts'
import { write } from '../../process/io.ts'

export const command: Command = {
  name: 'result',
  summary: 'print the result of a job, once it has ended',
  answersJson: true,
  arguments: [{ name: 'id', help: 'id of the job', required: true }],
  options: [
    onOption,
    { name: 'wait', value: 'TIME', help: 'wait at most this long; default: until it has ended' },
    localeOption,
    storeOption,
    logLevelOption,
  ],
  examples: [
    'soar result block-sender:C-1:5d0c3f5e --on https://engine.example.com:7243/default',
    'soar result C-1-block --wait 10s',
  ],
  run: result,
}

async function result(call: Call): Promise<number> {
  const { args, options, io } = call
  const [id = ''] = args
  const locale = readLocale(options.text('locale'), runtimeLocales) ?? io.env.SOAR_LOCALE
  const { engine } = await engineOf(call)
  try {
    const wait = options.text('wait')
    const found = await ended(
      engine,
      id,
      wait === undefined ? Number.POSITIVE_INFINITY : readDuration('wait', wait),
      locale,
    )
    await write(io.stdout, `${JSON.stringify(found)}\n`)
    return found.is_success ? 0 : 1
  } finally {
    await engine.close()
  }
}

async function ended(engine: Engine, id: string, wait_ms: number, locale: string | undefined) {
  const outcome = await engine.outcome(id, { wait_ms })
  if (outcome.status === 'running') {
    const words = { ms: wait_ms, reason: phrase('the job {id} is still running', { id }), remedy: ASK_AGAIN }
    throw new ActionError('TIMED_OUT', words)
  }
  const { facts, within_ms } = await engine.describe(id)
  // What is not known counts as the most dangerous.
  const { action = '', integration = '', effect = 'write', idempotent = false } = facts
  return resultOf(outcome, { action, integration, effect, idempotent, within_ms, locale })
}

const ASK_AGAIN = phrase('Ask again later.')
