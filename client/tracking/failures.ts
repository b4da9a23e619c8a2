/** Which failures concern one message, and which the whole run. */
import type { ActionError, Word } from '../../runtime/sdk/index.ts'

/** Out of time, out of quota, or not let in: no other request would fare better. */
const GIVES_UP: ReadonlySet<string> = new Set(['RATE_LIMITED', 'AUTH_FAILED', 'TIMED_OUT', 'CANCELLED'])
const UNREACHABLE: ReadonlySet<string> = new Set(['NETWORK_FAILED', 'CERTIFICATE_UNTRUSTED'])

/** True when the run has to end, whichever host was asked. */
export const givesUp = ({ code }: ActionError): boolean => GIVES_UP.has(code)

/** True when the run has to end after this answer, or none, of Mimecast's own host. */
export const endsRun = (error: ActionError): boolean => givesUp(error) || UNREACHABLE.has(error.code)

/** True when the vendor was in trouble, so that the message itself may be sound. */
export const isTrouble = ({ code }: ActionError): boolean => code === 'VENDOR_UNAVAILABLE'

/** A failure's own words, to be read in any language. */
export const reasonOf = (error: ActionError): Word => error.words.reason ?? error.code

/** The same in English, for the data of a result. */
export const wordsOf = (error: ActionError): string => String(error.values.reason ?? error.code)
