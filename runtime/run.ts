/**
 * The pipeline: a request becomes a result, top to bottom. It never throws and knows no vendor, no face, no platform.
 *
 * request → action → configuration → inputs → client → module → output → message
 */
import { type Environment, readConfig, secretsOf } from './config.ts'
import { ActionError, isRetryable, toActionError } from './errors.ts'
import { buildInputs } from './inputs.ts'
import type { Integration, LoadedAction } from './integration.ts'
import type { LogSink } from './log.ts'
import { phrase, writeError, writeProblems } from './messages.ts'
import { actionSentence, type Collected, collect, outputError, type TakeRow } from './outcome.ts'
import type { Bag } from './params.ts'
import { toPlain } from './plain-data.ts'
import { readRequest } from './request.ts'
import { createMasker, type Masker } from './secrets.ts'
import { openSession } from './session.ts'
import type { DryRequest, Json, Log, Outcome, Request, Result } from './types.ts'

/** How a caller runs an action; everything may be left out. */
export interface RunOptions {
  /** The caller's own way to stop the run. */
  signal?: AbortSignal
  /** Where configuration and the default language may stand; default none. */
  env?: Environment
  /** What printing an undefined name in a template does. */
  undefined?: 'error' | 'empty'
  /** False sends every request once, whatever the answer. */
  repeats?: boolean
  /** Takes the rows of a list result one by one; `json_result` stays empty then. */
  takeRow?: TakeRow
  log?: LogSink
}

/** Milliseconds a run may take when neither request nor manifest say. */
const DEFAULT_TIMEOUT = 60_000

/** Milliseconds after the deadline in which the transport may still say what became of its request. */
const GRACE = 1_000

/** Everything one run carries along. */
interface Run {
  integration: Integration
  options: RunOptions
  started: number
  locale: string
  masker: Masker
  log: Log
  warnings: string[]
  requests: number
  request?: Request
  action?: LoadedAction
  inputs?: Bag
  dry?: DryRequest
}

/** Runs one action. `input` is a parsed request; whatever is wrong with it is an answer, too. */
export async function runAction(
  integration: Integration,
  input: unknown,
  options: RunOptions = {},
): Promise<Result> {
  const run = begin(integration, options)
  try {
    return await perform(run, input)
  } catch (thrown) {
    return fail(run, toActionError(thrown))
  }
}

function begin(integration: Integration, options: RunOptions): Run {
  const masker = createMasker()
  const warnings: string[] = []
  const write =
    (level: keyof Log) =>
    (fields: object, message: string): void => {
      if (level === 'warn') warnings.push(message)
      options.log?.line(level, fields, message)
    }
  const log: Log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
  const locale = chooseLocale(integration, undefined, options.env)
  return { integration, options, started: Date.now(), locale, masker, log, warnings, requests: 0 }
}

/** The language that was asked for, if the integration speaks it; `fr-CA` means `fr` where there is no such overlay. */
function chooseLocale(integration: Integration, asked: string | undefined, env: Environment = {}): string {
  const { locales } = integration.spec
  for (const wanted of [asked, env.SOAR_LOCALE]) {
    const short = wanted?.split(/[-_]/)[0]?.toLowerCase()
    const found = locales.find((locale) => locale === wanted) ?? locales.find((locale) => locale === short)
    if (found !== undefined) return found
  }
  return locales[0] ?? 'en'
}

async function perform(run: Run, input: unknown): Promise<Result> {
  const { integration, options } = run
  const request = readRequest(input)
  run.request = request
  run.locale = chooseLocale(integration, request.locale, options.env)
  const action = await integration.action(request.action)
  run.action = action

  const config = readConfig(integration, request.config ?? {}, options.env ?? {})
  keepSecret(run, secretsOf(integration.spec.config, config))
  const scope = {
    context: request.context ?? {},
    run: { action: action.id, locale: run.locale, started: new Date(run.started).toISOString() },
  }
  const inputs = await buildInputs(action, request, scope, {
    locale: run.locale,
    ...(options.undefined === undefined ? {} : { undefined: options.undefined }),
  })
  keepSecret(run, secretsOf(action.specs, inputs))
  run.inputs = inputs

  const outcome = await callModule(run, action, config, inputs)
  if (!outcome) return dryResult(run)
  const collected = await outcome.collected
  return finish(run, action, outcome.outcome, collected)
}

function keepSecret(run: Run, secrets: string[]): void {
  for (const secret of secrets) {
    run.masker.add(secret)
    run.options.log?.secret(secret)
  }
}

/** Steps 5 to 7 under one deadline. Undefined after a dry run. */
async function callModule(
  run: Run,
  action: LoadedAction,
  config: Bag,
  inputs: Bag,
): Promise<{ outcome: Outcome; collected: Collected } | undefined> {
  const { integration, options, request } = run
  const timeout = request?.timeout_ms ?? action.manifest.timeout_ms ?? DEFAULT_TIMEOUT
  const deadline = startDeadline(run.started, timeout, options.signal)
  try {
    const client = await openSession(integration, config, options.env ?? {}, {
      signal: deadline.signal,
      deadline: run.started + timeout,
      safe: action.manifest.effect === 'read',
      dryRun: request?.dry_run === true,
      repeats: options.repeats !== false,
      log: run.log,
      vendor: integration.spec.vendor,
      secret: (value) => keepSecret(run, [value]),
      onRequest: () => {
        run.requests++
      },
      onDryRequest: (dry) => {
        run.dry ??= dry
      },
    })
    const module = await action.module()
    const state = toPlain(request?.state ?? null, (text) => text)
    const work = (async () => {
      const { signal } = deadline
      const outcome = await module.run({ inputs, client, log: run.log, signal, state })
      return { outcome, collected: await collect(action, outcome.result, run.masker.mask, options.takeRow) }
    })()
    const done = await Promise.race([work, deadline.passed])
    if (request?.dry_run) return undefined
    return done
  } catch (thrown) {
    if (run.dry) return undefined
    throw deadlineError(run, action, toActionError(thrown), deadline.signal)
  } finally {
    deadline.stop()
  }
}

interface Deadline {
  signal: AbortSignal
  /** Rejects a little after the signal, for modules that do not heed it. */
  passed: Promise<never>
  stop(): void
}

function startDeadline(started: number, timeout: number, outer: AbortSignal | undefined): Deadline {
  const controller = new AbortController()
  let grace: NodeJS.Timeout | undefined
  let reject: (error: ActionError) => void = () => {}
  const passed = new Promise<never>((_, no) => {
    reject = no
  })
  passed.catch(() => {})
  const abort = (error: ActionError): void => {
    if (controller.signal.aborted) return
    controller.abort(error)
    grace = setTimeout(() => reject(error), GRACE)
  }
  const timedOut = () =>
    abort(new ActionError('TIMED_OUT', { ms: timeout, reason: 'the action was not done in time.' }))
  const cancelled = () => abort(new ActionError('CANCELLED', { reason: 'it was asked to stop.' }))
  const timer = setTimeout(timedOut, Math.max(0, started + timeout - Date.now()))
  if (outer?.aborted) cancelled()
  outer?.addEventListener('abort', cancelled, { once: true })
  const stop = (): void => {
    clearTimeout(timer)
    clearTimeout(grace)
    outer?.removeEventListener('abort', cancelled)
  }
  return { signal: controller.signal, passed, stop }
}

/** A module that threw because the signal was aborted failed for the signal's reason. */
function deadlineError(run: Run, action: LoadedAction, error: ActionError, signal: AbortSignal): ActionError {
  if (!signal.aborted || error.code === 'OUTCOME_UNKNOWN') return error
  const reason: unknown = signal.reason
  const known = reason instanceof ActionError ? reason : error
  // A write that was cut off after requests had left may have been carried out, whatever the module made of it.
  if (action.manifest.effect !== 'read' && run.requests > 0 && !error.facts.unsent && error === reason) {
    const host = run.integration.spec.vendor
    return new ActionError(
      'OUTCOME_UNKNOWN',
      { host, reason: 'the run was stopped while it waited' },
      { cause: error },
    )
  }
  if (error.code === 'INTERNAL') return new ActionError(known.code, known.values, { cause: error })
  return error
}

async function finish(run: Run, action: LoadedAction, outcome: Outcome, data: Collected): Promise<Result> {
  const { manifest } = action
  const mask = run.masker.mask
  const success = outcome.success !== false && data.problems.length === 0
  const names = {
    inputs: blankInputs(action, run.inputs ?? {}),
    result: data.json,
    count: data.count,
    values: outcome.values ?? {},
    run: { locale: run.locale },
  }
  const nothing = data.count === 0 && manifest.output.type === 'array' && manifest.messages.none !== undefined
  const key = outcome.message ?? (outcome.success === false ? 'failure' : nothing ? 'none' : 'success')
  if (data.problems.length) return fail(run, outputError(data.problems), outcome, data.json)
  const refusal = new ActionError('VENDOR_REJECTED', { vendor: run.integration.spec.vendor, reason: '' })
  const scope = success ? names : { ...names, error: { code: refusal.code, reason: '' } }
  const sentence = await actionSentence(run.integration, action, key, run.locale, scope, run.log.warn)
  const message = mask(sentence ?? phrase(run.locale, 'done', { action: manifest.name }))
  return complete(run, {
    is_success: success,
    output_message: message,
    json_result: data.json,
    ...(success ? {} : { error: { code: refusal.code, reason: message, retryable: false } }),
    ...carried(outcome, mask),
  })
}

/** In messages, as in the manifest's own templates, an input that was left out is None. */
function blankInputs(action: LoadedAction, inputs: Bag): Bag {
  return { ...Object.fromEntries(Object.keys(action.specs).map((name) => [name, null])), ...inputs }
}

function carried(outcome: Outcome, mask: (text: string) => string): Partial<Result> {
  return {
    ...(outcome.state === undefined ? {} : { state: toPlain(outcome.state, mask) }),
    ...(outcome.pending ? { pending: true } : {}),
    ...(outcome.files?.length ? { files: outcome.files } : {}),
  }
}

function dryResult(run: Run): Result {
  const { mask } = run.masker
  const request = run.dry ? (toPlain(run.dry, mask) as unknown as DryRequest) : null
  const inputs = toPlain(hidden(run), mask)
  const message = request
    ? phrase(run.locale, 'dry_run', { method: request.method, url: request.url })
    : phrase(run.locale, 'dry_run_none')
  return complete(run, {
    is_success: true,
    output_message: message,
    json_result: null,
    dry_run: { request, inputs },
  })
}

/** The inputs without the values of secret ones. */
function hidden(run: Run): Bag {
  const specs = run.action?.specs ?? {}
  const entries = Object.entries(run.inputs ?? {})
  return Object.fromEntries(entries.map(([name, value]) => [name, specs[name]?.secret ? '***' : value]))
}

async function fail(run: Run, error: ActionError, outcome?: Outcome, data: Json = null): Promise<Result> {
  const { mask } = run.masker
  const { action, integration, locale } = run
  const explained = explain(error, action)
  const reason = mask(writeError(locale, explained))
  const { facts } = error
  const repeatable = action?.manifest.effect === 'read' || action?.manifest.idempotent === true
  const problems = facts.problems?.length ? writeProblems(locale, facts.problems) : undefined
  let message = reason
  if (action) {
    const inputs = run.inputs ? blankInputs(action, run.inputs) : {}
    const names = {
      inputs,
      error: { code: error.code, reason },
      run: { locale },
      values: {},
      count: 0,
      result: null,
    }
    const sentence = actionSentence(integration, action, 'failure', locale, names, run.log.warn).catch(
      () => undefined,
    )
    message = mask((await sentence) ?? reason)
  }
  if (error.code === 'INTERNAL') run.log.error({ err: error.cause ?? error }, 'A fault inside the product.')
  return complete(run, {
    is_success: false,
    output_message: message,
    json_result: data,
    error: {
      code: error.code,
      reason,
      retryable: isRetryable(error, repeatable),
      ...(facts.retry_after_ms === undefined ? {} : { retry_after_ms: facts.retry_after_ms }),
      ...(problems
        ? { problems: problems.map((problem) => ({ ...problem, message: mask(problem.message) })) }
        : {}),
      ...(facts.vendor
        ? { vendor: toPlain(facts.vendor, mask) as NonNullable<Result['error']>['vendor'] }
        : {}),
    } as NonNullable<Result['error']>,
    ...(outcome ? carried(outcome, mask) : {}),
  })
}

/** A refusal for lack of rights names the permission that the manifest knows to be needed. */
function explain(error: ActionError, action: LoadedAction | undefined): ActionError {
  const permissions = action?.manifest.permissions ?? []
  if (error.code !== 'PERMISSION_DENIED' || permissions.length === 0) return error
  return new ActionError(error.code, { ...error.values, permission: permissions.join(', ') }, error.facts)
}

function complete(run: Run, result: Omit<Result, 'run' | 'warnings'>): Result {
  const ms = Date.now() - run.started
  const action = run.action?.id ?? run.request?.action ?? ''
  run.log.info(
    { action, success: result.is_success, code: result.error?.code, ms, requests: run.requests },
    'Action finished.',
  )
  const { version } = run.integration.spec
  const warnings = [...new Set(run.warnings)].map(run.masker.mask)
  return {
    ...result,
    ...(warnings.length ? { warnings } : {}),
    run: {
      action: run.masker.mask(action).slice(0, 80),
      version,
      locale: run.locale,
      ms,
      requests: run.requests,
    },
  }
}
