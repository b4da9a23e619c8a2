/** Makes the submission of a request: the task that travels to a worker, and how. */
import { randomUUID } from 'node:crypto'
import { refuse } from '../../../contract/refuse.ts'
import type { Integration } from '../../../integration/integration.ts'
import { createTask } from '../../../service/engine/create-task.ts'
import { attemptMs, type Submission } from '../../../service/engine/submit.ts'
import type { Call } from '../line/command.ts'
import { chosenConnection } from '../line/read-options.ts'
import { readSubmitOptions } from './options.ts'

/** Deadline of a run that names none. */
const TIMEOUT_MS = 60_000

/** Options of `run` that say how this process runs a request. */
const LOCAL = [
  'dialect',
  'record',
  'save-run',
  'replay',
  'pseudonymise',
  'no-retry',
  'undefined',
  'experimental',
]

/**
 * The submission of a request.
 *
 * @param sealed whether the engine sees ciphertext only
 * @throws ActionError REQUEST_INVALID: a configuration, a secret that would be in the clear, an option that has no meaning elsewhere;
 *   ACTION_UNKNOWN
 */
export async function submissionOf(
  { options, io }: Call,
  integration: Integration,
  fields: Record<string, unknown>,
  sealed: boolean,
): Promise<Submission> {
  const local = LOCAL.find((name) => options.has(name) || options.text(name) !== undefined)
  if (local !== undefined) throw refuse(`--${local} cannot be used with an engine: the worker decides that.`)
  const { case: about, retry, id: named, ...start } = readSubmitOptions(options, integration.spec.id)
  const connection = chosenConnection(options)?.name
  const locale = io.env.SOAR_LOCALE || undefined
  const task = await createTask(fields, integration, { connection, locale, case: about, retry, sealed })
  const { action, timeout_ms } = task.request
  const { manifest } = await integration.action(action)
  return {
    ...start,
    id: named ?? [action, about?.replaceAll('/', '-') ?? '-', randomUUID()].join(':'),
    attempt_ms: attemptMs(timeout_ms ?? manifest.timeout_ms ?? TIMEOUT_MS),
    task,
  }
}
