/** Builds the result of a run: success, refusal, failure or dry run. */
import type { Outcome } from '../contract/action.ts'
import { ActionError, isRetryable, toActionError } from '../contract/errors.ts'
import type { Json } from '../contract/json.ts'
import { phrase } from '../contract/phrases.ts'
import type { DryRequest, Result, VendorAnswer } from '../contract/result.ts'
import {
  languageOf,
  type Phrases,
  sentenceFor,
  writeError,
  writeProblems,
  writeWord,
} from '../i18n/sentences.ts'
import type { LoadedAction } from '../integration/action.ts'
import { objectsIn } from '../integration/manifest.ts'
import { toPlain } from '../safety/plain-data.ts'
import type { Bag } from '../schema/parameters.ts'
import { checkRequest } from './follow-up/check-request.ts'
import { undoOutlook, undoRequest } from './follow-up/undo-request.ts'
import { type Collected, outputError } from './output.ts'
import { actionSentence } from './sentence.ts'
import type { Run } from './state.ts'

/** Builds the result of a module that returned. */
export function finish(
  run: Run,
  action: LoadedAction,
  outcome: Outcome,
  data: Collected,
): Result | Promise<Result> {
  const success = outcome.success !== false && data.problems.length === 0
  if (!success || run.perform.sentence !== false) return finishInWords(run, action, outcome, data)
  const bare = { is_success: true, output_message: '', json_result: data.json }
  return complete(run, { ...bare, ...carried(outcome, run.redactor.redact) })
}

async function finishInWords(
  run: Run,
  action: LoadedAction,
  outcome: Outcome,
  data: Collected,
): Promise<Result> {
  const { manifest } = action
  const redact = run.redactor.redact
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
  const code = 'VENDOR_REJECTED'
  const scope = success ? names : { ...names, error: { code, reason: '' } }
  const sentence = await actionSentence(run.integration, action, key, run.locale, scope, run.log.warn)
  const message = redact(
    sentence ?? sentenceFor(await languageOf(run.locale), 'done', { action: manifest.name }),
  )
  const undo =
    success && manifest.undo?.action !== undefined
      ? await undoRequest(run, action, manifest.undo, { inputs: names.inputs, outcome, json: data.json })
      : undefined
  return complete(run, {
    is_success: success,
    output_message: message,
    json_result: data.json,
    ...(success ? {} : { error: { code, reason: message, retryable: false } }),
    ...carried(outcome, redact),
    ...(undo && { undo }),
  })
}

/** In messages, as in the manifest's own templates, an omitted input is None. */
function blankInputs(action: LoadedAction, inputs: Bag): Bag {
  const blank: Bag = {}
  for (const name of Object.keys(action.specs)) blank[name] = inputs[name] ?? null
  return blank
}

function carried(outcome: Outcome, redact: (text: string) => string): Partial<Result> {
  return {
    ...(outcome.state === undefined ? {} : { state: toPlain(outcome.state, redact) }),
    ...(outcome.pending ? { pending: true } : {}),
    ...(outcome.files?.length ? { files: outcome.files } : {}),
  }
}

/** Replaces data nested too deeply, in results that are only displayed. */
const leftOut = (): Json => '…'

/** Builds the result of a run that sent nothing. */
export async function dryResult(run: Run): Promise<Result> {
  const { redact } = run.redactor
  const request = run.dry ? (toPlain(run.dry, redact, leftOut) as unknown as DryRequest) : null
  const inputs = toPlain(hidden(run), redact, leftOut)
  const objects = run.action && objectsIn(run.action.manifest, run.inputs ?? {})
  const undo = run.action && (await undoOutlook(run.action, run.locale))
  const language = await languageOf(run.locale)
  const sentence = request
    ? sentenceFor(language, 'dry_run', { method: request.method, url: request.url })
    : sentenceFor(language, 'dry_run_none')
  const message =
    undo && 'none' in undo
      ? `${sentence} ${sentenceFor(language, 'no_undo', { reason: undo.none })}`
      : sentence
  return complete(run, {
    is_success: true,
    output_message: message,
    json_result: null,
    dry_run: { request, inputs, ...(objects === undefined ? {} : { objects }), ...(undo && { undo }) },
  })
}

/** Returns the inputs without the values of secret ones. */
function hidden(run: Run): Bag {
  const specs = run.action?.specs ?? {}
  const entries = Object.entries(run.inputs ?? {})
  return Object.fromEntries(entries.map(([name, value]) => [name, specs[name]?.secret ? '***' : value]))
}

/** Builds the result of a run that failed for any reason. */
export async function fail(
  run: Run,
  error: ActionError,
  outcome?: Outcome,
  data: Json = null,
): Promise<Result> {
  const { redact } = run.redactor
  const { action, integration, locale } = run
  const explained = explain(error, action)
  const [language, own] = await Promise.all([languageOf(locale), phrasesOf(run)])
  const reason = redact(writeError(language, explained, own))
  const { facts } = error
  const repeatable = action?.manifest.effect === 'read' || action?.manifest.idempotent === true
  const problems = facts.problems?.length ? writeProblems(language, facts.problems, own) : undefined
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
    message = redact((await sentence) ?? reason)
  }
  if (error.code === 'INTERNAL') run.log.error({ err: error.cause ?? error }, 'Internal error.')
  const check = error.code === 'OUTCOME_UNKNOWN' ? await checkRequest(run) : undefined
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
        ? { problems: problems.map((problem) => ({ ...problem, message: redact(problem.message) })) }
        : {}),
      ...(facts.vendor ? { vendor: toPlain(facts.vendor, redact, leftOut) as VendorAnswer } : {}),
      ...(check && { check }),
    },
    ...(outcome ? carried(outcome, redact) : {}),
  })
}

/** Returns the integration's own phrases in the run's language. If the overlay cannot be read, they stay English. */
async function phrasesOf({ integration, locale }: Run): Promise<Phrases> {
  const overlay = await integration.overlay(locale).catch(() => undefined)
  return overlay?.integration?.phrases ?? {}
}

/** Adds the permissions that the manifest declares to a PERMISSION_DENIED error. */
function explain(error: ActionError, action: LoadedAction | undefined): ActionError {
  const permissions = action?.manifest.permissions ?? []
  if (error.code !== 'PERMISSION_DENIED' || permissions.length === 0) return error
  return new ActionError(error.code, { ...error.words, permission: permissions.join(', ') }, error.facts)
}

/** Completes a result. Synchronous unless there are warnings, whose language has to be loaded. */
function complete(run: Run, result: Omit<Result, 'run' | 'warnings'>): Result | Promise<Result> {
  const ms = Date.now() - run.started
  const action = run.action?.id ?? run.request?.action ?? ''
  run.log.info(
    { action, success: result.is_success, code: result.error?.code, ms, requests: run.requests },
    'Action finished.',
  )
  const facts = {
    action: run.redactor.redact(action).slice(0, 80),
    version: run.integration.spec.version,
    locale: run.locale,
    ms,
    requests: run.requests,
  }
  if (run.warnings.length === 0) return { ...result, run: facts }
  return withWarnings(run, result, facts)
}

async function withWarnings(
  run: Run,
  result: Omit<Result, 'run' | 'warnings'>,
  facts: Result['run'],
): Promise<Result> {
  const [language, own] = await Promise.all([languageOf(run.locale), phrasesOf(run)])
  const written = run.warnings.map((warning) => writeWord(language, warning, own))
  return { ...result, warnings: [...new Set(written)].map(run.redactor.redact), run: facts }
}

/** Does the work; turns any error it throws into the result of the run. */
export async function settle(run: Run, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (thrown) {
    return (await toResult(run, thrown)).result
  }
}

/** Turns a thrown value into the run's result. */
export async function toResult(run: Run, thrown: unknown): Promise<{ result: Result; error: ActionError }> {
  const error = toActionError(thrown)
  try {
    return { result: await fail(run, error), error }
  } catch (cause) {
    // The details of the failure cannot be serialized.
    const reason = phrase('the details cannot be shown')
    return { result: await fail(run, new ActionError('INTERNAL', { reason }, { cause })), error }
  }
}
