import { ActionError, type Phrase } from '../runtime/sdk/index.ts'

/** Mimecast answered, but did not do what was asked. `reason` is one clause without a full stop. */
export const refused = (reason: Phrase): ActionError =>
  new ActionError('VENDOR_REJECTED', { vendor: 'Mimecast', reason })
