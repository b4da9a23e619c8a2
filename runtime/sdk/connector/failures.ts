/** Distinguishes failures of one item from failures of the whole run. */
import type { ActionError } from '../../contract/errors.ts'
import type { Word } from '../../contract/phrases.ts'

/** Out of time, out of quota, or not authorized: no other request would succeed. */
const GIVES_UP: ReadonlySet<string> = new Set(['RATE_LIMITED', 'AUTH_FAILED', 'TIMED_OUT', 'CANCELLED'])
const UNREACHABLE: ReadonlySet<string> = new Set(['NETWORK_FAILED', 'CERTIFICATE_UNTRUSTED'])

/** True when the run has to end, whichever host was contacted. */
export const givesUp = ({ code }: ActionError): boolean => GIVES_UP.has(code)

/** True when the run has to end after this response, or a missing one, of the vendor's own host. */
export const endsRun = (error: ActionError): boolean => givesUp(error) || UNREACHABLE.has(error.code)

/** The message of a failure as a phrase, for every language. */
export const failureReason = (error: ActionError): Word => error.words.reason ?? error.code

/** The same in English, for the data of a result. */
export const failureText = (error: ActionError): string => String(error.values.reason ?? error.code)
