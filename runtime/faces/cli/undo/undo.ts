/** Carries out `soar undo`: plan, question, run. */
import { ActionError } from '../../../contract/errors.ts'
import { phrase } from '../../../contract/phrases.ts'
import { refuse } from '../../../contract/refuse.ts'
import type { Result, UndoRequest } from '../../../contract/result.ts'
import { languageOf, runtimeLocales } from '../../../i18n/sentences.ts'
import type { Integration } from '../../../integration/integration.ts'
import { ownId } from '../../../integration/several/ids.ts'
import { closeSessions } from '../../../run/client.ts'
import { undoOutlook } from '../../../run/follow-up/undo-request.ts'
import { type OpenRun, openRun, type ReadyRun } from '../../../run/open-run.ts'
import { visibleJson } from '../../../safety/control-characters.ts'
import type { Call } from '../line/command.ts'
import {
  chosenConnection,
  localeOf,
  readExperimental,
  readLocale,
  readLogLevel,
  readTimeout,
} from '../line/read-options.ts'
import { write } from '../process/io.ts'
import { put } from '../process/output.ts'
import { openFor } from '../request/action.ts'
import { type Composed, composeRequest } from '../request/compose.ts'
import { keepLog, writeLogLater } from '../request/kept-log.ts'
import { requestParts } from '../request/parts.ts'
import { view } from '../screen/case-wall.ts'
import { askToUndo, planLines } from './ask.ts'
import { openSource, type Source } from './source.ts'

/** Runs the command; returns the exit code. */
export async function undo(call: Call): Promise<number> {
  checkOptions(call)
  const source = await openSource(call)
  try {
    const { integration } = await openFor(call, source.action)
    try {
      return await undoWith(call, integration, source)
    } finally {
      await closeSessions(integration)
    }
  } finally {
    await source.close()
  }
}

/** Refuses options that cannot be used, before anything is read. Throws REQUEST_INVALID. */
function checkOptions({ options, io }: Call): void {
  chosenConnection(options)
  readTimeout(options)
  readLogLevel(options, io)
  readLocale(options.text('locale'), runtimeLocales)
}

async function undoWith(call: Call, integration: Integration, source: Source): Promise<number> {
  const done = await integration.action(ownId(source.action, integration.spec.id))
  const request = source.undo(await undoOutlook(done, localeOf(call, integration)))
  const composed = await compose(call, integration, request)
  const opened = await open(call, integration, composed)
  if ('failed' in opened) return show(call, opened.failed)
  const { ready, run } = opened
  const { result: plan } = await ready.perform({ dryRun: true })
  if (!plan.is_success) return show(call, plan)
  const lines = planLines({ done, plan, run, connection: composed.connection })
  if (call.options.has('dry-run')) return show(call, plan)
  await put(call.io.stderr, `${lines.join('\n')}\n`)
  if (!call.options.has('yes')) await askToUndo(call.io, composed.connection)
  const { result } = await ready.perform({})
  if (result.is_success) await source.mark()
  return show(call, result)
}

/** The request, on the connection of the run: another one would be another tenant. */
function compose(
  call: Call,
  integration: Integration,
  { action, parameters, connection }: UndoRequest,
): Promise<Composed> {
  const chosen = chosenConnection(call.options)
  const file = call.options.text('connections')
  if (chosen !== undefined && connection !== undefined && chosen.name !== connection)
    throw refuse(
      `The run used the connection ${connection}, so it cannot be undone on ${chosen.name}. Leave out --connection.`,
    )
  const used = chosen ?? (connection === undefined ? undefined : { name: connection, file })
  const parts = { ...requestParts({ ...call, args: [] }, { connection: used }), dryRun: false }
  return composeRequest(parts, integration, { action, parameters }, call.io)
}

async function open(
  { options, io }: Call,
  integration: Integration,
  { request, config, names }: Composed,
): Promise<{ run: OpenRun; ready: ReadyRun } | { failed: Result }> {
  const log = keepLog()
  await writeLogLater(log, readLogLevel(options, io, 'warn'), io)
  const stopping = new AbortController()
  io.onStop?.(() =>
    stopping.abort(new ActionError('CANCELLED', { reason: phrase('the run was asked to stop') })),
  )
  const run = await openRun(integration, request, {
    signal: stopping.signal,
    env: io.env,
    config,
    log,
    ...readExperimental(options),
    reading: { names },
  })
  if ('failed' in run) return run
  const ready = await run.prepare()
  return 'failed' in ready ? ready : { run, ready }
}

async function show({ options, io }: Call, result: Result): Promise<number> {
  const json = `${JSON.stringify(result)}\n`
  const isText = io.isTTY.stdout && !options.has('json')
  const text = isText
    ? view(result, {
        columns: io.columns ?? 100,
        colour: !io.env.NO_COLOR,
        language: await languageOf(result.run.locale),
      })
    : io.isTTY.stdout
      ? visibleJson(json)
      : json
  await write(io.stdout, text)
  return result.is_success ? 0 : 1
}
