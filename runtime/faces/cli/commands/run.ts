/**
 * `soar run`: one request in, one result out.
 *
 * Every run that an engine starts loads this file and its imports.
 */
import { languageOf } from '../../../i18n/sentences.ts'
import { dialects, find, platformOptions } from '../../../platforms/registry.ts'
import { visibleJson } from '../../../safety/control-characters.ts'
import type { Call, Command } from '../line/command.ts'
import {
  connectionOptions,
  contextOption,
  dryRunOption,
  experimentalOption,
  jsonOption,
  localeOption,
  logLevelOption,
  noRetryOption,
  onOption,
  paramOption,
  recordOptions,
  templateOption,
  timeoutOption,
  undefinedOption,
} from '../line/options.ts'
import { put } from '../process/output.ts'
import { exchange } from '../request/answer.ts'

export const command: Command = {
  name: 'run',
  summary: 'run one action: read a JSON request, print a JSON result',
  answersJson: true,
  readsInput: () => true,
  arguments: [{ name: 'action', help: 'id of the action, unless the request names it', complete: 'action' }],
  options: [
    paramOption,
    templateOption,
    contextOption,
    ...connectionOptions,
    dryRunOption,
    timeoutOption,
    undefinedOption,
    noRetryOption,
    experimentalOption,
    localeOption,
    {
      name: 'dialect',
      value: 'NAME',
      help: "use a platform's format for request and result",
      complete: Object.keys(dialects),
    },
    ...platformOptions('run'),
    ...recordOptions,
    { ...onOption, help: 'run it on a worker of this engine: https://HOST:PORT/NAMESPACE' },
    jsonOption,
    logLevelOption,
  ],
  examples: [
    'soar show ping --request | soar run',
    'soar run ping --connection acme',
    'soar run ping --dry-run',
    'echo \'{"action":"ping"}\' | soar run --timeout 10s',
    'soar run ping --record ping.json',
    'soar run ping --replay ping.json',
    'soar run ping --connection acme --on https://engine.example.com:7243/default',
  ],
  run,
}

async function run(call: Call): Promise<number> {
  const { options, io } = call
  const dialect = await find('dialect', dialects, options.text('dialect') ?? 'plain')()
  const remote = options.text('on') === undefined ? undefined : (await import('../engine/run.ts')).runRemotely
  const exchanged = await exchange(call, dialect, remote)
  const { result, text, stopped } = exchanged
  let answer: string
  if (io.isTTY.stdout && !options.has('json') && !options.has('dialect')) {
    const { view } = await import('../screen/case-wall.ts')
    const language = await languageOf(result.run.locale)
    answer = view(result, { columns: io.columns ?? 100, colour: !io.env.NO_COLOR, language })
  } else {
    const written = await text()
    answer = io.isTTY.stdout ? visibleJson(written) : written
  }
  const fault = await put(io.stdout, answer)
  if (fault) throw (await import('../request/lost.ts')).resultLost(exchanged, fault)
  return dialect.exitCode(result, stopped)
}
