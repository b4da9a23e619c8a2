import { ActionError } from '../runtime/errors.ts'
import type { Word } from '../runtime/words.ts'

/** Mimecast answered, but did not do what was asked. `reason` is one clause without a full stop. */
export const refused = (reason: Word): ActionError =>
  new ActionError('VENDOR_REJECTED', { vendor: 'Mimecast', reason })
