/** One exchange with a platform: read its request, run it, write its answer. */

import { ActionError, toActionError } from '../../../contract/errors.ts'
import { phrase } from '../../../contract/phrases.ts'
import type { Result } from '../../../contract/result.ts'
import type { ConfigSource } from '../../../integration/config/config.ts'
import type { Integration } from '../../../integration/integration.ts'
import { ownId } from '../../../integration/several/ids.ts'
import type { Dialect, Incoming } from '../../../platforms/dialect.ts'
import { requestSource } from '../../../platforms/registry.ts'
import { closeSessions } from '../../../run/client.ts'
import { openRun, type Performed } from '../../../run/open-run.ts'
import type { RunOptions } from '../../../run/options.ts'
import type { Perform } from '../../../run/record/record-run.ts'
import { failedResult } from '../../../run/refused.ts'
import type { Call, Options } from '../line/command.ts'
import { readExperimental, readLogLevel, readUndefined } from '../line/read-options.ts'
import { tuneBeforeRequest } from '../process/one-shot.ts'
import type { Keeping } from '../record/keep.ts'
import { type Composed, composeRequest } from './compose.ts'
import { readInput } from './input.ts'
import { type KeptLog, keepLog, writeLogLater } from './kept-log.ts'
import { requestParts } from './parts.ts'

/** The outcome of one run, and how its platform reads it. */
export interface Exchanged {
  result: Result
  /** All that goes to stdout. */
  text(): Promise<string>
  /** The process was asked to end. */
  stopped: boolean
  /** A request that changes things may have been carried out. */
  written: boolean
}

/** Runs a request elsewhere. The connection of the command line is not read: it belongs to where the request is run. */
export type Remote = (
  call: Call,
  integration: Integration,
  request: Record<string, unknown>,
  stop: AbortSignal,
) => Promise<Performed>

/** Reads a platform's request, runs it, and returns the answer. Never throws. */
export async function exchange(call: Call, dialect: Dialect, remote?: Remote): Promise<Exchanged> {
  const { options, io } = call
  const stopping = new AbortController()
  const forget = io.onStop?.(() => stopping.abort(), dialect.stubborn)
  const log = keepLog()
  const locale = options.text('locale') ?? io.env.SOAR_LOCALE
  let action = call.args[0]
  let incoming: Incoming | undefined
  const refused = (thrown: unknown): Promise<Result> => failedResult(toActionError(thrown), locale, action)
  let performed: Performed
  try {
    const parts = requestParts(call, remote && { connection: undefined })
    const source = requestSource(options)
    const keeping = isKept(options) ? await (await import('../record/keep.ts')).openKeeping(call) : undefined
    action ??= keeping?.action
    const isNamed = parts.action !== undefined || keeping?.request !== undefined
    const isComplete = (isNamed && !dialect.needsInput) || source !== undefined
    const text = await readInput(io, isComplete, stopping.signal)
    const { action: named } = parts
    const given = () => ({ cwd: io.cwd, ...readUndefined(options) })
    const several = await call.several()
    const { integration } = several
      ? await (await import('../several/which.ts')).openWhich(several, {
          named: named ?? keeping?.fullId,
          dialect,
          source,
          text: text ?? '',
          options: given(),
        })
      : await call.open()
    if (source) incoming = await source.read(text ?? '', integration, given())
    else if (text !== undefined)
      incoming = await dialect.read(text, integration, named && ownId(named, integration.spec.id))
    const composed = await composeRequest(parts, integration, incoming?.request ?? keeping?.request, io)
    if (typeof composed.request.action === 'string') action = composed.request.action
    performed = remote
      ? await remote(call, integration, composed.request, stopping.signal)
      : onConnection(
          await run(call, integration, composed, incoming, { stop: stopping.signal, log, keeping }),
          composed,
        )
  } catch (thrown) {
    performed = unperformed(await refused(thrown))
  } finally {
    if (!dialect.stubborn) forget?.()
  }
  const { result, written } = performed
  const text = async (): Promise<string> => {
    try {
      return dialect.write(result, log.lines(), incoming?.notes)
    } catch (thrown) {
      return dialect.write(await refused(thrown), log.lines())
    }
  }
  return { result, text, stopped: stopping.signal.aborted, written }
}

/** An undo belongs to the tenant of the run, so it names the connection. */
function onConnection(performed: Performed, { connection }: Composed): Performed {
  const { result } = performed
  if (result.undo === undefined || connection === undefined) return performed
  return { ...performed, result: { ...result, undo: { ...result.undo, connection: connection.name } } }
}

/** Options that keep the exchanges of a run, or answer it from kept ones. */
const isKept = (options: Options): boolean =>
  options.has('pseudonymise') ||
  ['record', 'save-run', 'replay'].some((name) => options.text(name) !== undefined)

/** What a run gets from its process. */
interface Surroundings {
  stop: AbortSignal
  log: KeptLog
  keeping: Keeping | undefined
}

async function run(
  { options, io }: Call,
  integration: Integration,
  { request, config, names }: Composed,
  incoming: Incoming | undefined,
  { stop, log, keeping }: Surroundings,
): Promise<Performed> {
  const { reading, retry = true, expired, warnings = [], steps = [] } = incoming ?? {}
  const written = writeLogLater(log, readLogLevel(options, io), io)
  for (const step of steps) log.keep(step)
  for (const warning of warnings) log.line('warn', {}, warning)
  const runOptions: RunOptions = {
    signal: expired ? AbortSignal.abort(over()) : stop,
    env: io.env,
    config: [...platformSource(incoming, config.length > 0), ...config],
    log,
    ...readExperimental(options),
    reading: { names, ...reading, ...readUndefined(options) },
    transport: { retry: retry && !options.has('no-retry') },
  }
  const perform: Perform = async (asked, given, opened) => {
    const open = await openRun(integration, asked, given)
    if ('failed' in open) return unperformed(open.failed)
    opened(open)
    const ready = await open.prepare()
    if ('failed' in ready) return unperformed(ready.failed)
    return ready.perform({ beforeRequest: tuneBeforeRequest(open.action, io) })
  }
  try {
    if (keeping) return await keeping.run(integration, request, runOptions, perform)
    return await perform(request, runOptions, () => {})
  } finally {
    await closeSessions(integration)
    await written
  }
}

/** The platform's configuration. A connection fills the fields that it leaves empty; the environment does not. */
function platformSource(incoming: Incoming | undefined, isConnected: boolean): ConfigSource[] {
  const { config } = incoming ?? {}
  if (config === undefined) return []
  return [isConnected ? { values: config.values } : config]
}

const unperformed = (result: Result): Performed => ({ result, written: false })

const over = (): ActionError =>
  new ActionError(
    'TIMED_OUT',
    { ms: 0, reason: phrase('it had passed before the run started') },
    { unsent: true },
  )
