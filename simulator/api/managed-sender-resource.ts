import { type Answer, gatewayRefusal } from '../envelope.ts'
import { texts } from '../fields.ts'
import type { Resource, ResourceCall } from '../resource.ts'
import { isObject } from '../types.ts'

const MANAGED = '/email/cloud-gateway/v1/managed-senders'

/** Removes the entries that fit. The count in the answer is what one client reads; no documentation shows it. */
function remove({ tenant, body, params }: ResourceCall): Answer {
  const given = isObject(body) ? body : {}
  if (given.type !== undefined && given.action !== undefined)
    return gatewayRefusal(400, 'err_validation', 'type and action cannot be combined')
  const ids = texts(given, 'ids').map((id) => id.toLowerCase())
  if (
    params.recipient === undefined &&
    (ids.length === 0 || ids.length > 1000 || new Set(ids).size < ids.length)
  )
    return gatewayRefusal(400, 'err_validation', 'ids must have 1 to 1000 different entries')
  // Entries made by block and permit are manual and not trusted.
  if (given.type === 'auto' || given.trusted === true) return { status: 200, body: { deletedCount: 0 } }
  const found = [...tenant.managed_senders].filter(
    ([, { sender, to, type }]) =>
      (params.recipient === undefined
        ? ids.some((id) => sender.toLowerCase() === id || sender.toLowerCase().endsWith(`@${id}`))
        : to.toLowerCase() === params.recipient.toLowerCase()) &&
      (given.action === undefined || type.toLowerCase() === given.action),
  )
  for (const [key] of found) tenant.managed_senders.delete(key)
  return { status: 200, body: { deletedCount: found.length } }
}

/** Removal of managed senders. */
export const resources: readonly Resource[] = [
  { product: 'Cloud Gateway', path: `${MANAGED}/senders/bulk-delete`, methods: { POST: remove } },
  {
    product: 'Cloud Gateway',
    path: `${MANAGED}/recipients/{recipient}/bulk-delete`,
    methods: { POST: remove },
  },
]
