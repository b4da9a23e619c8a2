/** Distinguishes failures of one message from failures of the whole run. */
import type { ActionError, Word } from '../../runtime/sdk/index.ts'

/** Out of time, out of quota, or not authorized: no other request would succeed. */
const GIVES_UP: ReadonlySet<string> = new Set(['RATE_LIMITED', 'AUTH_FAILED', 'TIMED_OUT', 'CANCELLED'])
const UNREACHABLE: ReadonlySet<string> = new Set(['NETWORK_FAILED', 'CERTIFICATE_UNTRUSTED'])

/** True when the run has to end, whichever host was contacted. */
export const givesUp = ({ code }: ActionError): boolean => GIVES_UP.has(code)

/** True when the run has to end after this response, or a missing one, of Mimecast's own host. */
export const endsRun = (error: ActionError): boolean => givesUp(error) || UNREACHABLE.has(error.code)

/** True when the vendor failed, so that the message itself may be fine. */
export const isTrouble = ({ code }: ActionError): boolean => code === 'VENDOR_UNAVAILABLE'

/** The message of a failure as a phrase, for every language. */
export const reasonOf = (error: ActionError): Word => error.words.reason ?? error.code

/** The same in English, for the data of a result. */
export const wordsOf = (error: ActionError): string => String(error.values.reason ?? error.code)
