/**
 * What one run passes to its requests and to its module.
 *
 * Classes, because each of a million rows has one of each.
 */
import type { Context, Log } from '../contract/action.ts'
import { ActionError } from '../contract/errors.ts'
import type { Json } from '../contract/json.ts'
import { quoted } from '../contract/phrases.ts'
import type { DryRequest } from '../contract/result.ts'
import type { RunScope } from '../http/scope.ts'
import type { LoadedAction } from '../integration/action.ts'
import type { Bag } from '../schema/parameters.ts'
import type { Deadline } from './deadline.ts'
import type { PerformOptions } from './options.ts'
import { keepSecret, type Run, type Target } from './state.ts'

/** The part of a run that the transport reads and updates. */
export class Scope implements RunScope {
  readonly signal: Deadline
  readonly deadline: number
  readonly safe: boolean
  readonly dryRun: boolean
  readonly retry: boolean
  readonly log: Log
  readonly vendor: string
  readonly redact: (text: string) => string
  readonly beforeRequest?: () => void | Promise<void>
  readonly beforeWrite?: () => void | Promise<void>
  private readonly run: Run

  constructor(run: Run, { action }: Target, signal: Deadline, deadline: number) {
    const { options, integration } = run
    this.signal = signal
    this.deadline = deadline
    this.safe = action.manifest.effect === 'read'
    this.dryRun = run.dryRun
    this.retry = options.transport?.retry !== false
    this.log = run.log
    this.vendor = integration.spec.vendor
    this.redact = run.redactor.redact
    const { beforeRequest, beforeWrite } = run.perform
    if (beforeRequest) this.beforeRequest = beforeRequest
    if (beforeWrite) this.beforeWrite = () => recorded(run, beforeWrite)
    this.run = run
  }

  secret(value: string): void {
    keepSecret(this.run, [value])
  }

  onWrite(): void {
    this.run.written = true
  }

  onRequest(): void {
    this.run.requests++
  }

  onDryRequest(request: DryRequest): void {
    this.run.dry ??= request
  }
}

/**
 * Waits for the record of a write. If it fails, this write is not sent, which is not a bug: the error says so, in words of its
 * own if it has any. After an earlier write of the same run, the run as a whole is not safe to retry.
 */
async function recorded(run: Run, record: NonNullable<PerformOptions['beforeWrite']>): Promise<void> {
  try {
    await record()
  } catch (thrown) {
    const unsent = !run.written
    if (thrown instanceof ActionError)
      throw new ActionError(thrown.code, thrown.words, { ...thrown.facts, unsent })
    const reason = quoted(String(thrown instanceof Error ? thrown.message : thrown).slice(0, 500))
    throw new ActionError('WRITE_NOT_RECORDED', { reason }, { cause: thrown, unsent })
  }
}

/** What a module receives. */
export class ModuleContext implements Context {
  readonly inputs: Bag
  readonly client: unknown
  readonly log: Log
  readonly state: Json
  readonly toRow?: NonNullable<LoadedAction['toRow']>
  private readonly deadline: Deadline

  constructor(
    inputs: Bag,
    client: unknown,
    log: Log,
    state: Json,
    deadline: Deadline,
    toRow: LoadedAction['toRow'],
  ) {
    if (toRow) this.toRow = toRow
    this.inputs = inputs
    this.client = client
    this.log = log
    this.state = state
    this.deadline = deadline
  }

  get signal(): AbortSignal {
    return this.deadline.abortSignal()
  }
}
