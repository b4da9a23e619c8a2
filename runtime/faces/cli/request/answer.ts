/** One exchange with a platform: what it sends is read in its dialect and run, and there is an answer whatever happens. */
import { isUtf8 } from 'node:buffer'
import { ActionError, toActionError } from '../../../contract/errors.ts'
import type { Result } from '../../../contract/result.ts'
import type { Integration } from '../../../integration/integration.ts'
import type { Dialect, Incoming } from '../../../platforms/platform.ts'
import { closeSessions } from '../../../run/client.ts'
import type { RunOptions } from '../../../run/perform.ts'
import { failedResult } from '../../../run/refused.ts'
import { runAction } from '../../../run/run-action.ts'
import { createLog, type LogLevel } from '../../../safety/log.ts'
import { createMasker } from '../../../safety/redact.ts'
import type { Call } from '../line/command.ts'
import { undefinedOption } from '../line/context.ts'
import { logLevel } from '../line/options.ts'
import { type Io, readAll } from '../process/io.ts'
import { tuned } from '../process/one-shot.ts'
import { type Composed, composeRequest } from './compose.ts'
import { keepLog } from './kept-log.ts'

/** The dialect of a name. Throws REQUEST_INVALID. */
export function findDialect(
  known: Readonly<Record<string, () => Promise<Dialect>>>,
  name: string,
): Promise<Dialect> {
  const load = Object.hasOwn(known, name) ? known[name] : undefined
  if (load) return load()
  const reason = `there is no dialect "${name.slice(0, 40)}". Use one of: ${Object.keys(known).join(', ')}.`
  throw new ActionError('REQUEST_INVALID', { reason }, { unsent: true })
}

/** What came of one run, and how its platform reads it. */
export interface Exchanged {
  result: Result
  /** All that goes to stdout. */
  text(): Promise<string>
  /** The process was asked to end. */
  stopped: boolean
}

/** Reads what a platform sends, runs it, and answers. Never throws. */
export async function exchange(call: Call, dialect: Dialect): Promise<Exchanged> {
  const { options, io } = call
  const stopping = new AbortController()
  const forget = io.onStop?.(() => stopping.abort(), dialect.stubborn)
  const log = keepLog()
  const locale = options.text('locale') ?? io.env.SOAR_LOCALE
  let action = call.args[0]
  let incoming: Incoming | undefined
  const refused = (thrown: unknown): Promise<Result> => failedResult(toActionError(thrown), locale, action)
  let result: Result
  try {
    const text = await readInput(call, dialect, stopping.signal)
    const { integration } = await call.open()
    incoming = await readIncoming(call, dialect, text, integration)
    const composed = await composeRequest(call, integration, incoming?.request)
    if (typeof composed.request.action === 'string') action = composed.request.action
    const env = without(composed.env, incoming?.hidden)
    result = await perform(call, integration, { ...composed, env }, incoming ?? {}, stopping.signal, log)
  } catch (thrown) {
    result = await refused(thrown)
  } finally {
    if (!dialect.stubborn) forget?.()
  }
  const text = async (): Promise<string> => {
    try {
      return dialect.write(result, log.lines(), incoming?.notes)
    } catch (thrown) {
      return dialect.write(await refused(thrown), log.lines())
    }
  }
  return { result, text, stopped: stopping.signal.aborted }
}

async function readIncoming(
  { args, options, io }: Call,
  dialect: Dialect,
  text: string | undefined,
  integration: Integration,
): Promise<Incoming | undefined> {
  const step = options.text('step')
  if (step === undefined) return text === undefined ? undefined : dialect.read(text, integration, args[0])
  const { readStepFile } = await import('../../../platforms/secops/step/file.ts')
  return readStepFile(step, text ?? '', integration, { cwd: io.cwd, undefined: undefinedOption(options) })
}

function without(env: Composed['env'], names: readonly string[] = []): Composed['env'] {
  if (names.length === 0) return env
  return { ...env, ...Object.fromEntries(names.map((name) => [name, undefined])) }
}

/** What stands on standard input; undefined where it is a terminal, or empty although the arguments say it all. */
async function readInput(
  { io, args, options }: Call,
  dialect: Dialect,
  signal: AbortSignal,
): Promise<string | undefined> {
  const isComplete = (args[0] !== undefined && !dialect.needsInput) || options.text('step') !== undefined
  if (io.isTTY.stdin) {
    if (isComplete) return undefined
    const reason =
      'nothing was given. Name an action (`soar run ping`), or send a JSON object on standard input; `soar list` shows the actions.'
    throw new ActionError('REQUEST_INVALID', { reason }, { unsent: true })
  }
  const bytes = await readAll(io.stdin, signal)
  if (bytes === undefined)
    throw new ActionError('CANCELLED', { reason: 'it was asked to stop.' }, { unsent: true })
  const text = decode(bytes)
  return isComplete && text.trim() === '' ? undefined : text
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
  { options: platform, expired, warnings = [] }: Omit<Incoming, 'request'>,
  stop: AbortSignal,
  log: ReturnType<typeof keepLog>,
): Promise<Result> {
  const logging = passOn(log, logLevel(options, io), io)
  for (const warning of warnings) log.line('warn', {}, warning)
  const missing = undefinedOption(options)
  const runOptions: RunOptions = {
    signal: expired ? AbortSignal.abort(over()) : stop,
    env,
    names,
    log,
    repeats: !options.has('no-repeats'),
    ...platform,
    ...(missing === undefined ? {} : { undefined: missing }),
  }
  try {
    return await runAction(tuned(integration, io), request, runOptions)
  } finally {
    await closeSessions(integration)
    await logging
  }
}

/**
 * Writes the log from two turns of the event loop later on. In the first the connection is made, in the second the request
 * is out: what the log takes is loaded while the run waits anyway.
 */
function passOn(log: ReturnType<typeof keepLog>, level: LogLevel, io: Io): Promise<void> {
  const passing = new Promise(setImmediate)
    .then(() => new Promise(setImmediate))
    .then(() => createLog(level, createMasker(), (line) => io.stderr.write(line)))
    .then(log.pass)
  // Whoever waits for it at the end is told; until then nobody does.
  passing.catch(() => {})
  return passing
}

const over = (): ActionError =>
  new ActionError('TIMED_OUT', { ms: 0, reason: 'it had passed before the run began.' }, { unsent: true })
