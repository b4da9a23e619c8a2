import { type Answer, DAMAGED_ID, type Refusal, refuse } from '../envelope.ts'
import { isSmash } from '../ids.ts'
import type { Mail, Person } from '../tenant/mail.ts'
import type { MailIdKind } from '../tenant/mails.ts'
import type { Tenant } from '../tenant/tenant.ts'
import type { JsonObject } from '../types.ts'

/** An address as most answers show it. */
export function personRow({ name, address }: Person): JsonObject {
  return { displayableName: name, emailAddress: address }
}

/**
 * The mail behind an id. A smash hash is `xdk_failure`; an id that is cut, damaged or of another kind is HTTP 400
 * without a body.
 */
export function mailOf(tenant: Tenant, kind: MailIdKind, id: string): Mail | Refusal | Answer {
  if (isSmash(id)) return refuse('xdk_failure')
  const number = tenant.mails.find(kind, id)
  const mail = number === undefined ? undefined : tenant.mails.get(number)
  return mail !== undefined && belongs(mail, kind, tenant) ? mail : DAMAGED_ID
}

/** Whether a mail has an id of this kind; a decision does not take the hold id away. */
function belongs(mail: Mail, kind: MailIdKind, tenant: Tenant): boolean {
  if (kind === 'tracking') return mail.tracked
  if (kind === 'archive') return mail.archived
  return mail.hold !== undefined || tenant.mails.decisions.has(mail.number)
}

export function isMail(found: Mail | Refusal | Answer): found is Mail {
  return 'message_id' in found
}

/** Whether `text` contains `part`, whatever the case. */
export function contains(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase())
}
