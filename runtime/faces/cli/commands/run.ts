/** `soar run`: one request in, one result out. This file and what it imports is what every run of an engine loads. */
import { languageOf, runtimeLocales } from '../../../i18n/sentences.ts'
import { dialects, findDialect } from '../../../platforms/registry.ts'
import type { Call, Command } from '../line/command.ts'
import { write } from '../process/io.ts'
import { exchange } from '../request/answer.ts'

export const command: Command = {
  name: 'run',
  summary: 'run one action: request as JSON on standard input, result as JSON on standard output',
  answersJson: true,
  arguments: [
    { name: 'action', help: 'id of the action; may also stand in the request', complete: 'action' },
  ],
  options: [
    {
      name: 'param',
      value: 'NAME=VALUE',
      many: true,
      help: 'a parameter; NAME:=JSON for a typed value; given twice, a list',
      complete: 'parameter',
    },
    {
      name: 'template',
      value: 'NAME=TEMPLATE',
      many: true,
      help: 'a parameter as a template over the context',
      complete: 'parameter',
    },
    { name: 'context', value: 'FILE', help: 'JSON file with what templates may look at', complete: 'file' },
    { name: 'connection', value: 'NAME', help: 'configuration of that name in the connections file' },
    {
      name: 'connections',
      value: 'FILE',
      help: 'the connections file; default SOAR_CONNECTIONS, then ~/.config/soar/connections.yaml',
      complete: 'file',
    },
    { name: 'dry-run', help: 'send nothing; answer the request that would be sent first' },
    { name: 'timeout', value: 'TIME', help: 'time the run may take, such as 500ms, 30s, 2m' },
    {
      name: 'undefined',
      value: 'WHAT',
      help: 'what printing an undefined name in a template does: error (default) or empty',
      complete: ['error', 'empty'],
    },
    { name: 'no-repeats', help: 'send every request once, whatever the answer' },
    {
      name: 'locale',
      value: 'LANGUAGE',
      help: 'language of the messages; default SOAR_LOCALE',
      complete: runtimeLocales,
    },
    {
      name: 'dialect',
      value: 'NAME',
      help: 'how request and result are spelled',
      complete: Object.keys(dialects),
    },
    {
      name: 'step',
      value: 'FILE',
      help: 'run a playbook step of Google SecOps; standard input has the context of its placeholders',
      complete: 'file',
    },
    { name: 'json', help: 'answer JSON on a terminal, too' },
    {
      name: 'log-level',
      value: 'LEVEL',
      help: 'log lines on standard error: debug, info, warn, error, silent; default SOAR_LOG',
      complete: ['debug', 'info', 'warn', 'error', 'silent'],
    },
  ],
  examples: [
    'soar show ping --request | soar run',
    'soar run ping --connection acme',
    'soar run ping --dry-run',
    'echo \'{"action":"ping"}\' | soar run --timeout 10s',
  ],
  run,
}

async function run(call: Call): Promise<number> {
  const { options, io } = call
  const dialect = await findDialect(dialects, options.text('dialect') ?? 'plain')
  const { result, text, stopped } = await exchange(call, dialect)
  if (io.isTTY.stdout && !options.has('json') && !options.has('dialect')) {
    const { view } = await import('../screen/case-wall.ts')
    const language = await languageOf(result.run.locale)
    const shown = view(result, { columns: io.columns ?? 100, colour: !io.env.NO_COLOR, language })
    await write(io.stdout, shown)
  } else {
    await write(io.stdout, await text())
  }
  return dialect.exitCode(result, stopped)
}
