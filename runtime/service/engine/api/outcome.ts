/** Reads how a job ended from the engine's answer. */
import { isRecord } from '../../../contract/json.ts'
import type { Outcome } from '../engine.ts'
import { type Envelope, fromJsonPayload, fromPayload, type JsonPayload } from '../payload.ts'

type Fields = Record<string, unknown>
type Why = Extract<Outcome, { status: 'failed' }>['why']

const TIMEOUTS: Record<string, Why> = {
  TIMEOUT_TYPE_HEARTBEAT: 'heartbeat',
  TIMEOUT_TYPE_START_TO_CLOSE: 'attempt',
  TIMEOUT_TYPE_SCHEDULE_TO_START: 'start',
  TIMEOUT_TYPE_SCHEDULE_TO_CLOSE: 'within',
}

/**
 * The outcome in an answer; `running` if there is none yet.
 *
 * @param begun whether an attempt began
 * @throws ActionError as `Envelope.open`
 */
export async function readOutcome(
  answer: Fields,
  envelope: Envelope,
  begun: () => Promise<boolean>,
): Promise<Outcome> {
  const { outcome } = answer
  if (!isRecord(outcome)) return { status: 'running' }
  if (isRecord(outcome.result))
    return { status: 'completed', value: await firstValue(outcome.result, envelope) }
  if (!isRecord(outcome.failure)) return { status: 'running' }
  const { failure } = outcome
  const application = findApplication(failure)
  const why = reasonOf(failure)
  const value = application && (await firstValue(application.details, envelope))
  return {
    status: 'failed',
    why,
    ...(why === 'fault' && { message: String(failure.message ?? '').slice(0, 300) }),
    ...(value !== undefined && { value }),
    begun: why === 'start' ? false : await begun(),
  }
}

function reasonOf(failure: Fields): Why {
  const { timeoutFailureInfo: timeout } = failure
  if (isRecord(timeout)) return TIMEOUTS[String(timeout.timeoutType)] ?? 'within'
  if (isRecord(failure.canceledFailureInfo)) return 'cancelled'
  if (isRecord(failure.terminatedFailureInfo)) return 'terminated'
  return 'fault'
}

/** What the last attempt failed with: itself, or the cause of the timeout that ended the job. */
function findApplication(failure: unknown): Fields | undefined {
  for (let at = failure; isRecord(at); at = at.cause)
    if (isRecord(at.applicationFailureInfo)) return at.applicationFailureInfo
  return undefined
}

async function firstValue(payloads: unknown, envelope: Envelope): Promise<unknown> {
  const [first] = isRecord(payloads) && Array.isArray(payloads.payloads) ? payloads.payloads : []
  return first === undefined
    ? undefined
    : fromPayload(await envelope.open(fromJsonPayload(first as JsonPayload)))
}
