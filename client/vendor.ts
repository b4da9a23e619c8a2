/** The name of the vendor in messages, and its plainest failure. */
import { ActionError, type Phrase } from '../runtime/sdk/index.ts'

/** Used in messages. */
export const VENDOR = 'Mimecast'

/** Mimecast answered, but did not do what was asked. `reason` is one clause without a full stop. */
export const refused = (reason: Phrase): ActionError =>
  new ActionError('VENDOR_REJECTED', { vendor: VENDOR, reason })
