/** `soar run`: one request in, one result out. This file and what it imports is what every run of an engine loads. */
import { isUtf8 } from 'node:buffer'
import { dialects } from '../../dialects/dialect.ts'
import { ActionError, toActionError } from '../../errors.ts'
import type { Integration } from '../../integration.ts'
import { createLog, type LogLevel, toLevel } from '../../log.ts'
import { type RunOptions, runAction } from '../../run.ts'
import { createMasker } from '../../secrets.ts'
import { closeSessions } from '../../session.ts'
import type { CreateClient, Result } from '../../types.ts'
import type { Call, Command, Options } from './command.ts'
import { undefinedOption } from './context.ts'
import { failedResult } from './failure.ts'
import { type Io, readAll, write } from './io.ts'
import { type Composed, composeRequest } from './run-request.ts'

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
      complete: ['en', 'fr', 'ja'],
    },
    {
      name: 'dialect',
      value: 'NAME',
      help: 'how request and result are spelled',
      complete: Object.keys(dialects),
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
  const stopping = new AbortController()
  const forget = io.onStop?.(() => stopping.abort())
  try {
    const dialect = await findDialect(options.text('dialect') ?? 'plain')
    const result = await answer(call, stopping.signal, (text) => dialect.read(text))
    if (io.isTTY.stdout && !options.has('json')) {
      const { view } = await import('./view.ts')
      await write(io.stdout, view(result, { columns: io.columns ?? 100, colour: !io.env.NO_COLOR }))
    } else {
      await write(io.stdout, dialect.write(result))
    }
    return dialect.exitCode(result)
  } finally {
    forget?.()
  }
}

function findDialect(name: string) {
  const load = Object.hasOwn(dialects, name) ? dialects[name] : undefined
  if (load) return load()
  const reason = `there is no dialect "${name.slice(0, 40)}". Use one of: ${Object.keys(dialects).join(', ')}.`
  throw new ActionError('REQUEST_INVALID', { reason }, { unsent: true })
}

/** The result, whatever happens. */
async function answer(call: Call, signal: AbortSignal, read: (text: string) => unknown): Promise<Result> {
  const { options, io } = call
  let action = call.args[0]
  try {
    const text = await readInput(call, signal)
    const { integration } = await call.open()
    const composed = await composeRequest(
      call,
      integration,
      text === undefined ? undefined : await read(text),
    )
    if (typeof composed.request.action === 'string') action = composed.request.action
    return await perform(call, integration, composed, signal)
  } catch (thrown) {
    return failedResult(toActionError(thrown), options.text('locale') ?? io.env.SOAR_LOCALE, action)
  }
}

/** What stands on standard input; undefined where it is a terminal, or empty although the arguments say it all. */
async function readInput({ io, args }: Call, signal: AbortSignal): Promise<string | undefined> {
  const [action] = args
  if (io.isTTY.stdin) {
    if (action !== undefined) return undefined
    const reason =
      'nothing was given. Name an action (`soar run ping`), or send a JSON object on standard input; `soar list` shows the actions.'
    throw new ActionError('REQUEST_INVALID', { reason }, { unsent: true })
  }
  const bytes = await readAll(io.stdin, signal)
  if (bytes === undefined)
    throw new ActionError('CANCELLED', { reason: 'it was asked to stop.' }, { unsent: true })
  const text = decode(bytes)
  return action !== undefined && text.trim() === '' ? undefined : text
}

function decode(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8')
  const wide = bytes[0] === 0xff || bytes[0] === 0xfe
  const reason = `it is not UTF-8${wide ? ' but looks like UTF-16' : ''}. Send JSON as UTF-8.`
  throw new ActionError('REQUEST_INVALID', { reason }, { unsent: true })
}

async function perform(
  { options, io }: Call,
  integration: Integration,
  { request, env, names }: Composed,
  signal: AbortSignal,
): Promise<Result> {
  const log = await createLog(logLevel(options, io), createMasker(), (line) => io.stderr.write(line))
  const missing = undefinedOption(options)
  const runOptions: RunOptions = {
    signal,
    env,
    names,
    log,
    repeats: !options.has('no-repeats'),
    ...(missing === undefined ? {} : { undefined: missing }),
  }
  const subject = io.oneShot ? tuned(integration) : integration
  try {
    return await runAction(subject, request, runOptions)
  } finally {
    await closeSessions(integration)
  }
}

/** What --log-level says, else SOAR_LOG, else what suits a person or a program. */
function logLevel(options: Options, io: Io): LogLevel {
  const asked = options.text('log-level')
  const level = toLevel(asked ?? io.env.SOAR_LOG ?? (io.isTTY.stderr ? 'warn' : 'info'))
  if (asked === undefined || asked === level) return level
  const reason = `--log-level is debug, info, warn, error or silent; got "${asked.slice(0, 40)}".`
  throw new ActionError('REQUEST_INVALID', { reason }, { unsent: true })
}

/** The integration with the process tuned for a single run, at the last moment before its first request. */
function tuned(integration: Integration): Integration {
  return {
    ...integration,
    createClient: async (): Promise<CreateClient> => {
      const [create, { prepareOneShot }] = await Promise.all([
        integration.createClient(),
        import('../../http.ts'),
      ])
      return (setup) => {
        prepareOneShot()
        return create(setup)
      }
    },
  }
}
