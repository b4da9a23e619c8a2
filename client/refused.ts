import { ActionError } from '../runtime/errors.ts'

/** Mimecast answered, but did not do what was asked. `reason` is one clause without a full stop. */
export const refused = (reason: string): ActionError =>
  new ActionError('VENDOR_REJECTED', { vendor: 'Mimecast', reason })
