/** Refusals of Mimecast: HTTP 200, no data, and the errors of the item that was refused. */
import type { Case } from './action.ts'

/** An error of a refused item. */
export interface ItemError {
  field?: string
  code: string
  message: string
}

/** The body that refuses one item; `key` names the item. */
export const refusalBody = (errors: readonly ItemError[], key?: object): object => ({
  meta: { status: 200 },
  data: [],
  fail: [{ ...(key && { key }), errors }],
})

/** A run whose request at a path is refused with one error: it fails with the message of Mimecast. */
export const refusalCase = (path: string, error: ItemError, key?: object): Case => ({
  faults: [{ path, body: refusalBody([error], key) }],
  code: 'VENDOR_REJECTED',
  says: error.message,
})
