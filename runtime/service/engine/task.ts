/** A task: one action as it travels from a submitter to a worker. */
import type { ActionError } from '../../contract/errors.ts'
import { isRecord } from '../../contract/json.ts'
import { phrase } from '../../contract/phrases.ts'
import { refuse } from '../../contract/refuse.ts'
import type { Request } from '../../contract/request.ts'
import type { Manifest } from '../../integration/manifest.ts'

/** What an action may do to the tenant. */
export type Effect = Manifest['effect']

/**
 * One action for a worker. It never carries configuration: it names a connection, and the worker looks that up in its own
 * connections file.
 */
export interface Task {
  v: 1
  request: Omit<Request, 'config' | 'context'>
  /** The context of the request as JSON: in templates, numbers print as they were written. */
  context?: string
  /** A connection of the worker. Undefined: the worker's environment configures the run. */
  connection?: string
  /** Id of the integration. */
  integration: string
  /** Version of the submitter's integration. A worker with an older major version refuses the task. */
  integration_version: string
  /** Language of the result, if the request names none. */
  locale?: string
  /** As the submitter's manifest declares it. A worker whose manifest declares another effect refuses the task. */
  effect: Effect
  idempotent: boolean
  /** Case that the action is for; the engine can be searched for it. */
  case?: string
  /** Run the action again when its failure is retryable. */
  retry?: boolean
}

const EFFECTS: readonly unknown[] = ['read', 'write', 'destructive'] satisfies Effect[]

/**
 * Checks what a submitter sent. The request itself is checked by the run.
 *
 * @throws ActionError REQUEST_INVALID
 */
export function readTask(value: unknown): Task {
  if (!isRecord(value)) throw malformed('task')
  if (value.v !== 1) {
    const version = JSON.stringify(value.v)?.slice(0, 20) ?? 'none'
    throw refuse(
      phrase('The task has the format {version}, and this worker reads format 1. Update the worker.', {
        version,
      }),
    )
  }
  const text = (name: string, required: boolean): void => {
    const given = value[name]
    if (given === undefined ? required : typeof given !== 'string' || given === '') throw malformed(name)
  }
  text('integration', true)
  text('integration_version', true)
  for (const name of ['connection', 'locale', 'case', 'context']) text(name, false)
  if (!EFFECTS.includes(value.effect)) throw malformed('effect')
  if (typeof value.idempotent !== 'boolean') throw malformed('idempotent')
  if (value.retry !== undefined && typeof value.retry !== 'boolean') throw malformed('retry')
  if (!isRecord(value.request)) throw malformed('request')
  if (value.request.config !== undefined && value.request.config !== null) throw refuse(NO_CONFIG)
  return value as unknown as Task
}

/** Why a request with a configuration is not submitted. */
export const NO_CONFIG = phrase(
  'The request contains "config", and configuration never travels to a worker. Remove it, and name a connection of the worker with --connection.',
)

/** REQUEST_INVALID, for a field that no submitter of ours writes. */
export const malformed = (field: string): ActionError =>
  refuse(phrase('The field "{field}" of the task is missing or malformed. Submit it again.', { field }))
