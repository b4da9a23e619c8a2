import type { Action, Client } from '../../client/index.ts'
import { policyRow, type StoredPolicy } from '../../client/policy-row.ts'
import { ActionError, mapRows, phrase } from '../../runtime/sdk/index.ts'
import type { GetPolicy } from './types.gen.ts'

const PATH = '/api/policy/blockedsenders/get-policy'

export const run: Action<GetPolicy> = async ({ inputs, client }) =>
  inputs.policy_id === undefined
    ? { result: mapRows(client.list<StoredPolicy>(PATH, null), policyRow) }
    : { result: [policyRow(await findOne(client, inputs.policy_id))] }

/** For an unknown id, Mimecast returns only status 404. */
async function findOne(client: Client, id: string): Promise<StoredPolicy> {
  try {
    return await client.one<StoredPolicy>(PATH, { id })
  } catch (thrown) {
    if (!(thrown instanceof ActionError) || thrown.facts.vendor?.meta_status !== 404) throw thrown
    const reason = phrase('there is no policy with the id "{id}"', { id })
    throw new ActionError('VENDOR_REJECTED', { ...thrown.words, reason }, { ...thrown.facts, cause: thrown })
  }
}
