/** What one run carries along from step to step. */
import type { Environment } from './config.ts'
import type { RawProblem } from './errors.ts'
import type { Integration, LoadedAction } from './integration.ts'
import { isoTime } from './iso-time.ts'
import type { LogSink } from './log.ts'
import type { TakeRow } from './outcome.ts'
import type { Bag } from './params.ts'
import { createMasker, type Masker } from './secrets.ts'
import type { DryRequest, Log, Request } from './types.ts'
import { english, type Word } from './words.ts'

/** How a caller runs an action; everything may be left out. */
export interface RunOptions {
  /** The caller's own way to stop the run. */
  signal?: AbortSignal
  /** Where configuration and the default language may stand; default none. */
  env?: Environment
  /** What printing an undefined name in a template does. */
  undefined?: 'error' | 'empty'
  /** Further names that templates see beside `params`, `context` and `run`, such as the reference values of a connection. */
  names?: Record<string, unknown>
  /** What the caller found wrong already; told together with what the run finds itself. */
  problems?: { parameters?: readonly RawProblem[]; config?: readonly RawProblem[] }
  /** Parameters whose format and choices are not judged, for platforms whose own integration hands them on unjudged. */
  unjudged?: readonly string[]
  /** False sends every request once, whatever the answer. */
  repeats?: boolean
  /** Takes the rows of a list result one by one; `json_result` stays empty then. */
  takeRow?: TakeRow
  /** False leaves the sentence of a success out: `output_message` is empty then. Over a million rows nobody reads it. */
  sentence?: boolean
  /** Awaited before each request that changes things, so that a record of it can be durable before it leaves. */
  beforeWrite?: () => void | Promise<void>
  log?: LogSink
}

/** What is the same for every run of one request. */
export interface Found {
  request: Request
  action: LoadedAction
  config: Bag
}

/** Everything one run carries along. */
export interface Run {
  integration: Integration
  options: RunOptions
  /** Epoch milliseconds; the deadline counts from here. */
  started: number
  /** What templates see as `run.started`. */
  clock: string
  locale: string
  masker: Masker
  log: Log
  warnings: Word[]
  requests: number
  /** A request that changes things may have been carried out. */
  written: boolean
  request?: Request
  action?: LoadedAction
  inputs?: Bag
  dry?: DryRequest
}

/** A run at its start. */
export function begin(integration: Integration, options: RunOptions): Run {
  const started = Date.now()
  return {
    integration,
    options,
    started,
    clock: isoTime(started),
    locale: chooseLocale(integration, undefined, options.env),
    masker: createMasker(),
    ...startLog(options.log),
    requests: 0,
    written: false,
  }
}

/** Another run of what a run has looked up already. `secretive`: it may have secrets of its own, which stay its own. */
export function again(run: Run, options: RunOptions, secretive: boolean): Run {
  const warnings: Word[] = []
  const { debug, info, error } = run.log
  return {
    ...run,
    warnings,
    log: { debug, info, warn: warner(options.log, warnings), error },
    options,
    started: Date.now(),
    masker: secretive ? createMasker(run.masker) : run.masker,
    requests: 0,
    written: false,
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

/** Takes down warnings beside logging them: they stand in the result. */
const warner =
  (sink: LogSink | undefined, warnings: Word[]): Log['warn'] =>
  (fields, message) => {
    warnings.push(message)
    sink?.line('warn', fields, english(message))
  }

/** The language that was asked for, if the integration speaks it; `fr-CA` means `fr` where there is no such overlay. */
export function chooseLocale(
  integration: Integration,
  asked: string | undefined,
  env: Environment = {},
): string {
  const { locales } = integration.spec
  for (const wanted of [asked, env.SOAR_LOCALE]) {
    const short = wanted?.split(/[-_]/)[0]?.toLowerCase()
    const found = locales.find((locale) => locale === wanted) ?? locales.find((locale) => locale === short)
    if (found !== undefined) return found
  }
  return locales[0] ?? 'en'
}

/** From now on these texts show nowhere: not in the result, not in the log. */
export function keepSecret(run: Run, secrets: string[]): void {
  for (const secret of secrets) {
    run.masker.add(secret)
    run.options.log?.secret(secret)
  }
}
