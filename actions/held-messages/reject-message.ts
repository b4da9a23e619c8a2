import { type Decided, rejectHeld, UNEXPLAINED } from '../../client/held-messages.ts'
import type { Action, Client } from '../../client/index.ts'
import { holdIdsOf } from '../../client/tracked-mail.ts'
import { rejectTracked } from '../../client/tracking.ts'
import { ActionError, many, outcomeOf, phrase } from '../../runtime/sdk/index.ts'
import type { RejectMessage } from './types.gen.ts'

type Inputs = RejectMessage['inputs']

/** Each reason as hold-reject spells it, and as the call by tracking id spells it, which has four of them. */
const REASONS: Record<Inputs['reason'], { held?: string; tracked?: string }> = {
  'Select One': {},
  'Inappropriate Communication': {
    held: 'INAPPROPRIATE COMMUNICATION',
    tracked: 'inappropriate_communication',
  },
  'Confidential Information': {
    held: 'MESSAGE CONTAINS CONFIDENTIAL INFORMATION',
    tracked: 'confidential_information',
  },
  'Restricted Content': { held: 'REVIEWER DISAPPROVES OF CONTENT', tracked: 'disapproves_of_content' },
  'Against Email Policy': { held: 'MESSAGE GOES AGAINST EMAIL POLICIES', tracked: 'against_email_policies' },
  'Undesirable Content': { held: 'MESSAGE CONTAINS UNDESIRABLE CONTENT' },
}

export const run: Action<RejectMessage> = async ({ inputs, client }) => {
  const ids = [...new Set(inputs.message_id)]
  const byTracking = client.api === '1.0' && inputs.id_kind !== 'Hold ID'
  const decided = byTracking ? await rejectEach(client, ids, inputs) : await rejectById(client, ids, inputs)
  return outcomeOf(decided, { row: (id, rejected) => ({ id, rejected }), unexplained: UNEXPLAINED })
}

async function rejectById(client: Client, ids: string[], inputs: Inputs): Promise<Decided[]> {
  const { note, notify_sender: notify, reason, id_kind } = inputs
  const { held } = REASONS[reason]
  const holdIds = id_kind === 'Tracking ID' ? await holdIdsOf(client, ids) : ids
  const details = { notify, ...(note && { message: note }), ...(held && { reasonType: held }) }
  const decided = await rejectHeld(client, holdIds, details)
  return decided.map((one, index) => ({ ...one, item: ids[index] ?? one.item }))
}

async function rejectEach(client: Client, ids: string[], inputs: Inputs): Promise<Decided[]> {
  const { note, notify_sender: notify, reason } = inputs
  const { held, tracked } = REASONS[reason]
  if (held && !tracked) throw unknownReason(reason)
  const details = { notify, ...(note && { notes: note }), ...(tracked && { reason: tracked }) }
  return many(ids, async (id) => {
    await rejectTracked(client, { id, ...details })
    return true
  })
}

function unknownReason(name: string): ActionError {
  const reason = phrase(
    'API 1.0 has no reason "{name}" for a rejection by tracking id. Nothing was rejected. Choose another Reason, specify the hold id with Message ID Kind "Hold ID", or use API 2.0 credentials.',
    { name },
  )
  return new ActionError('NOT_SUPPORTED', { reason }, { unsent: true })
}
