/** Makes a task of a request, as a submitter sends it. */
import { isRecord } from '../../contract/json.ts'
import { phrase } from '../../contract/phrases.ts'
import { refuse } from '../../contract/refuse.ts'
import type { Integration } from '../../integration/integration.ts'
import { ownId } from '../../integration/several/ids.ts'
import { readRequest } from '../../run/request.ts'
import { nameFinder } from '../../schema/parameters.ts'
import { exactJson } from '../../template/values/exact-json.ts'
import { NO_CONFIG, type Task } from './task.ts'

/** What a submitter adds to a request. */
export interface TaskOptions {
  connection?: string | undefined
  locale?: string | undefined
  case?: string | undefined
  retry?: boolean
  /** Payloads are sealed, so secret parameters may travel. `sealed` of the envelope. */
  sealed: boolean
}

/**
 * Makes a task. The request is checked as far as that is possible without its connection; the worker checks the rest.
 *
 * @param value a parsed request
 * @throws ActionError REQUEST_INVALID: the request is malformed, contains configuration, or contains a secret that would travel in the clear;
 *   ACTION_UNKNOWN
 */
export async function createTask(
  value: unknown,
  integration: Integration,
  { connection, locale, case: about, retry, sealed }: TaskOptions,
): Promise<Task> {
  const { config, context, ...request } = readRequest(value)
  if (config !== undefined) throw refuse(NO_CONFIG)
  const { id, version } = integration.spec
  const action = ownId(request.action, id)
  const { manifest } = await integration.action(action)
  if (!sealed) refuseSecrets(request, manifest.parameters)
  return {
    v: 1,
    request: { ...request, action },
    ...(context !== undefined && { context: exactJson(context) }),
    ...(connection !== undefined && { connection }),
    integration: id,
    integration_version: version,
    ...(locale !== undefined && { locale }),
    effect: manifest.effect,
    idempotent: manifest.idempotent,
    ...(about !== undefined && { case: about }),
    ...(retry && { retry }),
  }
}

type Given = Pick<Task['request'], 'parameters' | 'templates'>

/** Refuses secret parameters, which the engine would keep in its database. */
export function refuseSecrets(
  { parameters, templates }: Given,
  specs: Parameters<typeof nameFinder>[0],
): void {
  const find = nameFinder(specs)
  const names = [parameters, templates].flatMap((given) => (isRecord(given) ? Object.keys(given) : []))
  const secret = names.map((name) => specs[find(name) ?? '']).find((spec) => spec?.secret)
  if (secret === undefined) return
  throw refuse(
    phrase(
      '"{name}" is secret, and tasks are not sealed. Give both sides the same keys (SOAR_ENGINE_KEYS).',
      {
        name: secret.label,
      },
    ),
  )
}
