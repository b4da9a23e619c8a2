/**
 * Checks that a worker may poll.
 *
 * One that may not would wait for ever and report nothing.
 */
import { ActionError } from '../../contract/errors.ts'
import { phrase, quoted } from '../../contract/phrases.ts'
import type { EngineAddress } from '../../service/engine/address.ts'
import type { Connection } from './sdk.ts'

/** Status codes of gRPC. */
const INVALID_ARGUMENT = 3
const NOT_FOUND = 5
const PERMISSION_DENIED = 7
const UNAUTHENTICATED = 16

const DEADLINE_MS = 10_000

/**
 * Makes one call that needs the same right as polling, on a task that does not exist.
 *
 * @throws ActionError AUTH_FAILED, PERMISSION_DENIED, NOT_FOUND, NETWORK_FAILED
 */
export async function checkAccess(
  connection: Connection,
  address: EngineAddress,
  identity: string,
): Promise<void> {
  const { namespace } = address
  const soon = <T>(work: () => Promise<T>): Promise<T> =>
    connection.withDeadline(Date.now() + DEADLINE_MS, work)
  const { workflowService } = connection
  try {
    await soon(() => workflowService.describeNamespace({ namespace }))
    await soon(() =>
      workflowService.recordActivityTaskHeartbeat({ namespace, identity, taskToken: new Uint8Array() }),
    )
  } catch (error) {
    // The right is there; the task is not, of course.
    if (codeOf(error) === INVALID_ARGUMENT) return
    throw connectionFault(error, address)
  }
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | undefined)?.code

/** What an error of the connection means for the person who starts the worker. */
export function connectionFault(error: unknown, { host, namespace }: EngineAddress): ActionError {
  if (error instanceof ActionError) return error
  const { details, message } = error as { details?: string; message?: string }
  const reason = quoted(String(details || message || error).slice(0, 300))
  const facts = { unsent: true, cause: error }
  switch (codeOf(error)) {
    case UNAUTHENTICATED: {
      const remedy = phrase('Check SOAR_ENGINE_TOKEN or the client certificate.')
      return new ActionError('AUTH_FAILED', { vendor: 'Temporal', reason, remedy }, facts)
    }
    case PERMISSION_DENIED: {
      const why = phrase('a worker needs the role "write" in the namespace {namespace} ({reason})', {
        namespace,
        reason,
      })
      return new ActionError('PERMISSION_DENIED', { vendor: 'Temporal', reason: why }, facts)
    }
    case NOT_FOUND:
      return new ActionError(
        'NOT_FOUND',
        { reason: phrase('The engine at {host} answered: {reason}.', { host, reason }) },
        facts,
      )
    default:
      return new ActionError('NETWORK_FAILED', { host, reason }, facts)
  }
}
