/** Resolves what a task names on this worker: integration, connection, action. */
import { ActionError } from '../../contract/errors.ts'
import { isRecord } from '../../contract/json.ts'
import { type Phrase, phrase } from '../../contract/phrases.ts'
import type { Request } from '../../contract/request.ts'
import type { Lookup } from '../../integration/config/connection-file.ts'
import type { Integration } from '../../integration/integration.ts'
import { ownId } from '../../integration/several/ids.ts'
import type { RunOptions, TransportChoice } from '../../run/options.ts'
import type { LogSink } from '../../safety/log.ts'
import { parseJson } from '../../template/values/json.ts'
import { malformed, type Task } from './task.ts'

/** What a worker has: integrations, connections, a log. */
export interface WorkerSetup {
  /** Opens the integration with an id. Throws INTEGRATION_INVALID, REQUEST_INVALID. */
  open(integration: string): Promise<Integration>
  /** Where the connections are. Its environment configures tasks that name no connection. */
  lookup: Lookup
  log: LogSink
  /** Run experimental actions, too. */
  experimental?: boolean
  transport?: TransportChoice
  /** Bytes of the largest result that the engine carries; undefined: it carries all. `limit` of the envelope. */
  limit?: number | undefined
}

/** A task with everything that it names. */
export interface OpenedTask {
  integration: Integration
  request: Request
  options: RunOptions
  /** Version of this worker's integration. */
  version: string
}

/**
 * Opens the integration and the connection of a task. Nothing is sent.
 *
 * @throws ActionError INTEGRATION_INVALID if this worker's integration is too old or declares another effect; CONFIG_INVALID if this worker does
 *   not have the connection; ACTION_UNKNOWN; whatever `open` throws
 */
export async function openTask(task: Task, worker: WorkerSetup): Promise<OpenedTask> {
  const integration = await worker.open(task.integration)
  const { id, version } = integration.spec
  if (majorOf(task.integration_version) > majorOf(version))
    throw skewed(
      integration,
      phrase('the task needs version {wanted} of "{id}", and this worker has {version}. Update the worker', {
        wanted: task.integration_version,
        id,
        version,
      }),
    )
  const request: Request = { ...task.request, action: ownId(String(task.request.action), id) }
  if (task.context !== undefined) request.context = readContext(task.context)
  if (request.locale === undefined && task.locale !== undefined) request.locale = task.locale
  const { manifest } = await integration.action(request.action)
  if (manifest.effect !== task.effect || (task.idempotent && !manifest.idempotent))
    throw skewed(
      integration,
      phrase(
        'the action "{action}" has another effect in version {version} of this worker than in version {wanted} of the submitter. Use the same version on both sides',
        { action: request.action, version, wanted: task.integration_version },
      ),
    )
  const options = await optionsOf(task, integration, worker)
  return { integration, request, options, version }
}

function readContext(text: string): Record<string, unknown> {
  try {
    const context = parseJson(text)
    if (isRecord(context)) return context
  } catch {
    // Reported below.
  }
  throw malformed('context')
}

async function optionsOf(
  { connection: name }: Task,
  integration: Integration,
  { lookup, log, experimental, transport }: WorkerSetup,
): Promise<RunOptions> {
  const base = {
    log,
    ...(experimental !== undefined && { experimental }),
    ...(transport && { transport }),
  }
  if (name === undefined) return { ...base, env: lookup.env }
  const { connectionSource, readConnection } = await import('../../integration/config/connections.ts')
  const connection = await readConnection(name, integration, lookup)
  return {
    ...base,
    env: {},
    config: [connectionSource(connection)],
    reading: { names: connection.reference_values },
  }
}

const skewed = ({ root }: Integration, reason: Phrase): ActionError =>
  new ActionError('INTEGRATION_INVALID', { root, reason }, { unsent: true })

/** The first number of a version; 0 if it has none. */
const majorOf = (version: string): number => Number.parseInt(version, 10) || 0
