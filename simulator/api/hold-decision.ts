import type { Call, Outcome } from '../call.ts'
import { type Answer, isRefusal, type Refusal, refuse } from '../envelope.ts'
import { type Fields, flag, text, texts } from '../fields.ts'
import type { Decision } from '../tenant/mails.ts'
import type { JsonObject } from '../types.ts'
import { isMail, mailOf } from './shared.ts'

export const HOLD_RELEASE: Fields = { id: { type: 'text', required: true } }

export const HOLD_REJECT: Fields = {
  ids: { type: 'texts', required: true, max: 25 },
  message: { type: 'text' },
  reasonType: {
    type: 'text',
    one_of: [
      'MESSAGE CONTAINS UNDESIRABLE CONTENT',
      'MESSAGE CONTAINS CONFIDENTIAL INFORMATION',
      'REVIEWER DISAPPROVES OF CONTENT',
      'INAPPROPRIATE COMMUNICATION',
      'MESSAGE GOES AGAINST EMAIL POLICIES',
    ],
  },
  notify: { type: 'flag' },
}

/** Every id must be a hold id before anything is done: a single damaged id refuses the whole request. */
export function beforeRelease(items: readonly JsonObject[], { tenant }: Call): Answer | undefined {
  for (const item of items) {
    if (typeof item.id !== 'string' || item.id.trim() === '') continue
    const found = mailOf(tenant, 'hold', item.id)
    if (!isMail(found) && !isRefusal(found)) return found
  }
  return undefined
}

/** gateway/hold-release: the mail leaves the queue and is delivered; `release` false when it was not there. */
export function release(item: JsonObject, call: Call): Outcome {
  const id = text(item, 'id', '')
  const done = decide(id, call, (number) => ({ number, hold_id: id, decision: 'released', at: call.now }))
  return typeof done === 'boolean' ? [{ id, release: done }] : done
}

/** gateway/hold-reject: one row per id; fields of other names are ignored. */
export function reject(item: JsonObject, call: Call): Outcome {
  const ids = texts(item, 'ids')
  for (const id of ids) {
    const found = mailOf(call.tenant, 'hold', id)
    if (!isMail(found)) return found
  }
  const message = text(item, 'message')
  const reason = text(item, 'reasonType')
  const rows: JsonObject[] = []
  for (const id of ids) {
    const done = decide(id, call, (number) => ({
      number,
      hold_id: id,
      decision: 'rejected',
      at: call.now,
      ...(message === undefined ? {} : { message }),
      ...(reason === undefined ? {} : { reason }),
      notify: flag(item, 'notify'),
    }))
    if (typeof done !== 'boolean') return done
    rows.push({ id, reject: done })
  }
  return rows
}

/** Takes a mail out of the queue; false when it is no longer in it (or a fail item, by switch). */
export function decide(
  id: string,
  call: Call,
  make: (number: number) => Decision,
): boolean | Refusal | Answer {
  const { tenant, fault } = call
  const mail = mailOf(tenant, 'hold', id)
  if (!isMail(mail)) return mail
  if (fault?.release === false) return false
  if (mail.hold === undefined) {
    return tenant.switches.handled_twice === 'fail' ? refuse('err_hold_message_not_found') : false
  }
  tenant.mails.decide(make(mail.number))
  return true
}
