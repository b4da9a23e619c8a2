/** Converts failures of the network to their recorded form and back. */
import { ActionError } from '../../contract/errors.ts'
import { ProxyFailure } from '../proxy.ts'
import type { StopSignal } from '../scope.ts'
import type { TransportError } from '../sending.ts'
import type { RecordedCause, RecordedFailure } from './exchange.ts'
import type { Hide } from './hide.ts'

/** The recorded form of a failure. `signal` is the one of the run. */
export function recordFailure(
  { kind, requestSent, cause, limit }: TransportError,
  signal: StopSignal,
  proxy: string | undefined,
): RecordedFailure {
  const isDeadline = signal.reason instanceof ActionError && signal.reason.code === 'TIMED_OUT'
  return {
    kind,
    sent: requestSent,
    ...(kind === 'aborted' && { by: isDeadline ? 'deadline' : 'caller' }),
    ...(limit !== undefined && { limit }),
    cause: recordCause(cause),
    ...(proxy !== undefined && { proxy }),
  }
}

function recordCause(thrown: unknown): RecordedCause {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  const { code, address } = error as { code?: unknown; address?: unknown }
  return {
    name: error.name,
    message: error.message.slice(0, 500),
    ...(typeof code === 'string' && { code }),
    ...(error instanceof ProxyFailure && error.status !== undefined && { status: error.status }),
    ...(error.name === 'NotPublic' && { address: String(address) }),
    ...(error instanceof ProxyFailure && error.cause !== undefined && { cause: recordCause(error.cause) }),
  }
}

/** Hides credentials in a recorded failure. */
export const hideFailure = (failure: RecordedFailure, hide: Hide): RecordedFailure => ({
  ...failure,
  cause: hideCause(failure.cause, hide),
})

const hideCause = ({ cause, ...own }: RecordedCause, hide: Hide): RecordedCause => ({
  ...own,
  message: hide.text(own.message),
  ...(cause && { cause: hideCause(cause, hide) }),
})

/** The failure as the transport reported it. */
export const failureOf = ({ kind, sent, limit, cause }: RecordedFailure): TransportError => ({
  kind,
  requestSent: sent,
  cause: errorOf(cause),
  ...(limit !== undefined && { limit }),
})

function errorOf({ name, message, code, status, address, cause }: RecordedCause): Error {
  if (name === 'ProxyFailure') return new ProxyFailure(message, status, cause && errorOf(cause))
  return Object.assign(new Error(message), {
    name,
    ...(code !== undefined && { code }),
    ...(address !== undefined && { address }),
  })
}
