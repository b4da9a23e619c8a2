/** `soar connect`: runs a connector, writes its result, and only then saves its state. */

import { codes } from '../../../contract/codes.ts'
import { phrase } from '../../../contract/phrases.ts'
import { refuse, storageFailed, writeFault } from '../../../contract/refuse.ts'
import type { Result } from '../../../contract/result.ts'
import { pause } from '../../../http/clock.ts'
import type { LoadedAction } from '../../../integration/action.ts'
import type { Integration } from '../../../integration/integration.ts'
import { alertDialects, connectorDialects, find } from '../../../platforms/registry.ts'
import { closeSessions } from '../../../run/client.ts'
import type { RunOptions } from '../../../run/options.ts'
import { runAction } from '../../../run/run-action.ts'
import { visibleJson } from '../../../safety/control-characters.ts'
import { createLog } from '../../../safety/log.ts'
import { createRedactor } from '../../../safety/redact.ts'
import { readState, replaceState, type StateOwner } from '../../../service/state/file.ts'
import { lockState } from '../../../service/state/lock.ts'
import type { Call, Command } from '../line/command.ts'
import { readDuration } from '../line/duration.ts'
import {
  connectionOptions,
  localeOption,
  logLevelOption,
  paramOption,
  timeoutOption,
} from '../line/options.ts'
import { readLogLevel } from '../line/read-options.ts'
import { keepMemoryFlat } from '../process/flat-memory.ts'
import { type Io, pathOf } from '../process/io.ts'
import { put } from '../process/output.ts'
import { openFor } from '../request/action.ts'
import { alertTable, isAlertDialect } from '../request/alert-table.ts'
import { exchange } from '../request/answer.ts'
import { composeRequest } from '../request/compose.ts'
import { resultLost } from '../request/lost.ts'
import { requestParts } from '../request/parts.ts'

export const command: Command = {
  name: 'connect',
  summary: 'run a connector and keep its state in a file',
  answersJson: true,
  readsInput: (options) => options.text('dialect') !== undefined,
  arguments: [{ name: 'connector', help: 'id of the connector', required: true, complete: 'action' }],
  options: [
    { name: 'state', value: 'FILE', help: 'file that keeps the state between runs', complete: 'file' },
    {
      name: 'watch',
      value: 'TIME',
      help: 'repeat at this interval until stopped, such as 30s, 5m',
    },
    { name: 'test-run', help: 'fetch at most one alert; do not read or write the state' },
    paramOption,
    ...connectionOptions,
    { ...timeoutOption, help: 'deadline of each run, such as 30s, 2m' },
    localeOption,
    {
      name: 'dialect',
      value: 'NAME',
      help: "read a platform's context and state from standard input and answer in its format; for a platform of tables, write a row for each alert",
      complete: [...Object.keys(connectorDialects), ...Object.keys(alertDialects)],
    },
    logLevelOption,
  ],
  examples: [
    'soar connect fetch-alerts --state alerts.state --connection acme',
    'soar connect fetch-alerts --state alerts.state --watch 5m >> alerts.jsonl',
    'soar connect fetch-alerts --test-run --param max_alerts=5',
  ],
  run: connect,
}

async function connect(call: Call): Promise<number> {
  const { options } = call
  const dialect = options.text('dialect')
  if (dialect !== undefined && !isAlertDialect(dialect)) return answerPlatform(call, dialect)
  const { integration, id } = await openFor(call, call.args[0] ?? '')
  const action = await integration.action(id)
  const isTest = options.has('test-run')
  check(call, action, isTest)
  const file = options.text('state')
  if (isTest || file === undefined) return repeat(call, integration, action, undefined)
  const path = pathOf(call.io, file)
  const unlock = await lockState(path)
  try {
    return await repeat(call, integration, action, path)
  } finally {
    await unlock()
  }
}

/** The platform supplies the state and stores it: nothing is saved here. */
async function answerPlatform(call: Call, name: string): Promise<number> {
  const dialect = await find('dialect', connectorDialects, name)()
  for (const option of ['state', 'watch', 'test-run']) {
    if (call.options.text(option) !== undefined || call.options.has(option)) {
      throw refuse(`--${option} cannot be used with --dialect: the platform's context decides that.`)
    }
  }
  const exchanged = await exchange(call, dialect)
  const { result, text, stopped } = exchanged
  const fault = await put(call.io.stdout, await text())
  if (fault) throw resultLost(exchanged, fault)
  return dialect.exitCode(result, stopped)
}

function check({ options }: Call, { id, manifest }: LoadedAction, isTest: boolean): void {
  if (manifest.kind !== 'connector')
    throw refuse(`"${id}" is an action, not a connector. Run it with \`soar run ${id}\`.`)
  if (isTest && options.text('watch') !== undefined) throw refuse('--test-run cannot be used with --watch.')
  if (isTest && !Object.hasOwn(manifest.parameters, TEST_RUN)) {
    throw refuse(`The connector "${id}" does not support test runs: it has no parameter ${TEST_RUN}.`)
  }
  if (!isTest && options.text('state') === undefined) {
    throw refuse(
      '--state FILE is required: without its state the connector would return the same alerts again.',
    )
  }
}

/** The parameter that tells a connector that this is a test run. */
const TEST_RUN = 'test_run'

/**
 * Runs until the connector is done or asked to stop. A run that leaves work to do immediately is followed by the next one
 * without a pause.
 */
async function repeat(
  call: Call,
  integration: Integration,
  action: LoadedAction,
  file: string | undefined,
): Promise<number> {
  const { options, io } = call
  const watch = options.text('watch')
  const interval = watch === undefined ? undefined : readDuration('watch', watch)
  const owner: StateOwner = { integration: integration.spec.id, connector: action.id }
  const dialect = options.text('dialect')
  const table = dialect === undefined ? undefined : await alertTable(dialect, action.manifest, io)
  const input = table && { parameters: table.parameters, templates: table.templates }
  const { request, config, names } = await composeRequest(requestParts(call), integration, input, io)
  if (file === undefined) request.parameters = { ...(request.parameters as object), [TEST_RUN]: true }
  else request.state = await readState(file, owner)
  const log = await createLog(readLogLevel(options, io), createRedactor(), (line) => io.stderr.write(line))
  const stopping = new AbortController()
  const { signal } = stopping
  const forget = io.onStop?.(() => stopping.abort())
  const runOptions: RunOptions = { signal, env: io.env, config, log, reading: { names } }
  const stopFlattening = interval !== undefined && io.oneShot ? keepMemoryFlat() : undefined
  try {
    for (;;) {
      const result = await runAction(integration, request, runOptions)
      const { state, ...shown } = result
      await deliver(io, table ? table.print(shown) : lineOf(io, shown))
      if (file !== undefined && state !== undefined) {
        await replaceState(file, owner, state)
        request.state = state
      }
      const hopeless = result.error !== undefined && !codes[result.error.code].recoverable
      if (interval === undefined || hopeless || signal.aborted) return result.is_success ? 0 : 1
      if (result.pending !== true) await pause(interval, signal)
      if (signal.aborted) return result.is_success ? 0 : 1
    }
  } finally {
    forget?.()
    stopFlattening?.()
    await closeSessions(integration)
  }
}

function lineOf({ isTTY }: Io, result: Omit<Result, 'state'>): string {
  const line = JSON.stringify(result)
  return `${isTTY.stdout ? visibleJson(line) : line}\n`
}

/** Writes a result. If it was not read, the state must not advance: a closed reader is an error here as well. */
async function deliver({ stdout }: Io, text: string): Promise<void> {
  const cause = await put(stdout, text)
  if (cause === undefined) return
  const reason = phrase(
    'Cannot write the alerts to standard output: {fault}. The state was not saved; the next run returns them again.',
    { fault: writeFault(cause) },
  )
  throw storageFailed(reason, { cause, unsent: false })
}
