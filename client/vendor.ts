/** The name of the vendor in messages, and its plainest failure. */
import { ActionError, type Phrase } from '../runtime/sdk/index.ts'

/** Used in messages. */
export const VENDOR = 'Mimecast'

/** Whether every reason of a refusal is one of these codes, so that the refusal says just this. */
export function refusedOnlyFor(thrown: unknown, ...codes: readonly string[]): boolean {
  const failures = thrown instanceof ActionError ? (thrown.facts.vendor?.failures ?? []) : []
  return failures.length > 0 && failures.every(({ code }) => code !== undefined && codes.includes(code))
}

/** Whether Mimecast says with status 404, of HTTP or in the body, that there is no such object. */
export const isMissing = (thrown: unknown): boolean =>
  thrown instanceof ActionError &&
  thrown.code === 'VENDOR_REJECTED' &&
  (thrown.facts.vendor?.status === 404 || thrown.facts.vendor?.meta_status === 404)

/** Mimecast answered, but did not do what was asked. `reason` is one clause without a full stop. */
export const refused = (reason: Phrase): ActionError =>
  new ActionError('VENDOR_REJECTED', { vendor: VENDOR, reason })
