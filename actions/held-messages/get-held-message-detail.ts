import { heldDetail } from '../../client/held-messages.ts'
import type { Action } from '../../client/index.ts'
import { refused } from '../../client/vendor.ts'
import { ActionError, phrase } from '../../runtime/sdk/index.ts'
import type { GetHeldMessageDetail } from './types.gen.ts'

export const run: Action<GetHeldMessageDetail> = async ({ inputs, client, toRow }) => {
  const { hold_id, context } = inputs
  const detail = await heldDetail(client, hold_id, { context }).catch((thrown: unknown) => {
    throw client.api === '2.0' && isAbsent(thrown) ? notOffered(thrown) : thrown
  })
  if (detail === undefined) throw refused(phrase('it returned nothing about the message'))
  return { result: toRow(detail) }
}

/** API 2.0 does not list the call: 403 and 404 mean that the tenant does not have it. */
const isAbsent = (thrown: unknown): thrown is ActionError =>
  thrown instanceof ActionError &&
  (thrown.code === 'PERMISSION_DENIED' || thrown.facts.vendor?.status === 404)

function notOffered(cause: ActionError): ActionError {
  const reason = phrase(
    'Mimecast does not offer the details of held messages to these credentials; API 2.0 does not document the call.',
  )
  return new ActionError('NOT_SUPPORTED', { reason }, { ...cause.facts, cause })
}
