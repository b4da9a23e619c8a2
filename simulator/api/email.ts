import sample from '../answers/send_email.json' with { type: 'json' }
import { type Routes, route, tableOf } from '../area.ts'
import type { Call, Outcome } from '../call.ts'
import type { Fields } from '../fields.ts'
import { isObject, type JsonObject } from '../types.ts'

const EMAIL: Fields = {
  to: { type: 'any', required: true },
  subject: { type: 'text', required: true },
  plainBody: { type: 'object' },
  htmlBody: { type: 'object' },
}

/** email/send-email: keeps the email. Addresses below `.test` are the invalid ones, as in the sample. */
function send(item: JsonObject, { tenant, now }: Call): Outcome {
  const emails = tableOf<JsonObject & { id: string }>(tenant, 'sent-emails')
  const [first] = sample.data
  const id = first?.messageId.replace('0001', String(emails.size + 1).padStart(4, '0')) ?? ''
  emails.set(id, { ...item, id })
  const addresses = [item.to, item.cc, item.bcc]
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .map((entry) => String(isObject(entry) ? entry.emailAddress : entry))
  const messageDateHeader = new Date(now).toUTCString().replace('GMT', '+0000')
  return [
    { messageId: id, messageDateHeader, invalidRecipients: addresses.filter((one) => one.endsWith('.test')) },
  ]
}

/** Sending email. */
export const routes: Routes = {
  '/api/email/send-email': route('Cloud Gateway', [1, 500], EMAIL, send),
}
