import type { Call, Outcome } from '../call.ts'
import { type Fields, text } from '../fields.ts'
import type { JsonObject } from '../types.ts'

export const MANAGED_SENDER: Fields = {
  sender: { type: 'address', required: true },
  to: { type: 'address', required: true },
  action: { type: 'text', required: true, one_of: ['permit', 'block'] },
}

/** managedsender/permit-or-block-sender: one entry per sender and recipient; posting again replaces it. */
export function permitOrBlock(item: JsonObject, { tenant }: Call): Outcome {
  const sender = text(item, 'sender', '')
  const to = text(item, 'to', '')
  const key = `${sender} ${to}`.toLowerCase()
  const entries = tenant.managed_senders
  const id = entries.get(key)?.id ?? `MTOKEN:${entries.size + 1}`
  const entry = { id, sender, to, type: item.action === 'permit' ? 'Permit' : 'Block' } as const
  entries.set(key, entry)
  return [entry]
}
