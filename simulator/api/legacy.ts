import type { Call, Outcome } from '../call.ts'
import { type Refusal, refuse } from '../envelope.ts'
import { type Fields, flag, text } from '../fields.ts'
import type { Status } from '../tenant/mail.ts'
import type { Decision } from '../tenant/mails.ts'
import type { JsonObject } from '../types.ts'
import { isMail, mailOf } from './shared.ts'

export const SANDBOX_RELEASE: Fields = { id: { type: 'text', required: true } }

export const REJECT_HELD: Fields = {
  id: { type: 'text', required: true },
  notify: { type: 'flag' },
  notes: { type: 'text' },
  reason: {
    type: 'text',
    one_of: [
      'inappropriate_communication',
      'confidential_information',
      'disapproves_of_content',
      'against_email_policies',
    ],
  },
}

export const REPORT: Fields = {
  id: { type: 'text', required: true },
  type: { type: 'text', required: true, one_of: ['spam', 'malware', 'phishing'] },
  comment: { type: 'text' },
}

/** Held, archived, bounced (English text) and rejected (French text of the same page) mail can be reported. */
const REPORTABLE: readonly Status[] = ['held', 'archived', 'bounced', 'rejected']

/** message-finder/release-held-email-to-sandbox, API 1.0: the mail goes to the sandbox and is not delivered. */
export function releaseToSandbox(item: JsonObject, call: Call): Outcome {
  return decideTracked(item, call, { decision: 'sandboxed' })
}

/** message-finder/reject-held-email, API 1.0, by tracking id. */
export function rejectHeld(item: JsonObject, call: Call): Outcome {
  const message = text(item, 'notes')
  const reason = text(item, 'reason')
  return decideTracked(item, call, {
    decision: 'rejected',
    notify: flag(item, 'notify'),
    ...(message === undefined ? {} : { message }),
    ...(reason === undefined ? {} : { reason }),
  })
}

function decideTracked(
  item: JsonObject,
  { tenant, now }: Call,
  decision: Omit<Decision, 'number' | 'hold_id' | 'at'>,
): Outcome {
  const mail = mailOf(tenant, 'tracking', text(item, 'id', ''))
  if (!isMail(mail)) return mail
  if (mail.hold === undefined) return notHeld()
  tenant.mails.decide({ number: mail.number, hold_id: tenant.mails.id(mail, 'hold'), at: now, ...decision })
  return []
}

/** message-finder/report-message, API 1.0. */
export function report(item: JsonObject, { tenant }: Call): Outcome {
  const mail = mailOf(tenant, 'tracking', text(item, 'id', ''))
  if (!isMail(mail)) return mail
  if (!REPORTABLE.includes(mail.status)) return notHeld()
  const comment = text(item, 'comment')
  tenant.reports.push({
    tracking_id: tenant.mails.id(mail, 'tracking'),
    type: text(item, 'type', ''),
    ...(comment === undefined ? {} : { comment }),
  })
  return []
}

const notHeld = (): Refusal => refuse('err_hold_message_not_found')
