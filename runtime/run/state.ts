/** The state of one run across its steps. */
import type { Log } from '../contract/action.ts'
import { english, type Word } from '../contract/phrases.ts'
import type { Request } from '../contract/request.ts'
import type { DryRequest } from '../contract/result.ts'
import { chooseLocale } from '../i18n/choose-locale.ts'
import type { LoadedAction } from '../integration/action.ts'
import type { Integration } from '../integration/integration.ts'
import { isoTime } from '../safety/iso-time.ts'
import type { LogSink } from '../safety/log.ts'
import { createRedactor, type Redactor } from '../safety/redact.ts'
import type { Bag } from '../schema/parameters.ts'
import type { PerformOptions, RunOptions } from './options.ts'

/** What a request names: the same for every execution. */
export interface Target {
  request: Request
  action: LoadedAction
  config: Bag
}

/** Timeout in milliseconds if neither request nor manifest sets one. */
const DEFAULT_TIMEOUT = 60_000

/** Returns the timeout of a run in milliseconds. */
export const timeoutOf = ({ request, action }: Target): number =>
  request.timeout_ms ?? action.manifest.timeout_ms ?? DEFAULT_TIMEOUT

/** The complete state of one run. */
export interface Run {
  integration: Integration
  options: RunOptions
  /** Options of this execution. */
  perform: PerformOptions
  /** Nothing is sent. */
  dryRun: boolean
  /** Epoch milliseconds; the deadline counts from here. */
  started: number
  /** What templates see as `run.started`. */
  clock: string
  locale: string
  redactor: Redactor
  log: Log
  warnings: Word[]
  requests: number
  /** True if a write may have been carried out. */
  written: boolean
  request?: Request
  action?: LoadedAction
  inputs?: Bag
  dry?: DryRequest | undefined
}

/** Creates the state of a new run. */
export function begin(integration: Integration, options: RunOptions): Run {
  const started = Date.now()
  return {
    integration,
    options,
    perform: {},
    dryRun: false,
    started,
    clock: isoTime(started),
    locale: chooseLocale(integration.spec.locales, undefined, options.env),
    redactor: createRedactor(),
    ...startLog(options.log),
    requests: 0,
    written: false,
  }
}

/** Creates another execution of a looked-up run. `secretive`: its inputs may be secret and are redacted only in it. */
export function again(run: Run, secretive: boolean): Run {
  const warnings: Word[] = []
  const { debug, info, error } = run.log
  return {
    ...run,
    warnings,
    log: { debug, info, warn: warner(run.options.log, warnings), error },
    started: Date.now(),
    redactor: secretive ? createRedactor(run.redactor) : run.redactor,
    requests: 0,
    written: false,
    dry: undefined,
  }
}

function startLog(sink: LogSink | undefined): { log: Log; warnings: Word[] } {
  const warnings: Word[] = []
  const write =
    (level: 'debug' | 'info' | 'error'): Log['debug'] =>
    (fields, message) =>
      sink?.line(level, fields, english(message))
  const warn = warner(sink, warnings)
  return { log: { debug: write('debug'), info: write('info'), warn, error: write('error') }, warnings }
}

/** Logs warnings and also collects them for the result. */
const warner =
  (sink: LogSink | undefined, warnings: Word[]): Log['warn'] =>
  (fields, message) => {
    warnings.push(message)
    sink?.line('warn', fields, english(message))
  }

/** Registers secrets that must not appear in the result or the log from now on. */
export function keepSecret(run: Run, secrets: string[]): void {
  for (const secret of secrets) {
    run.redactor.add(secret)
    run.options.log?.secret(secret)
  }
}
