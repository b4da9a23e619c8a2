import type { Action } from '../../client/index.ts'
import { createPolicy } from '../../client/policies.ts'
import { policyTarget, policyTimes, timesProblem } from '../../client/policy.ts'
import { PARTS } from '../../client/policy-family.ts'
import { ActionError } from '../../runtime/sdk/index.ts'
import type { CreateBlockSenderPolicy } from './types.gen.ts'

type Created = CreateBlockSenderPolicy['result']

const OPTIONS = { 'No Action': 'no_action', 'Block Sender': 'block_sender' } as const

export const run: Action<CreateBlockSenderPolicy> = async ({ inputs, client }) => {
  const { sender, sender_type, recipient, recipient_type, start_time, end_time } = inputs
  const problems = timesProblem(start_time, end_time)
  if (problems.length > 0) throw new ActionError('PARAMETER_INVALID', {}, { problems, unsent: true })
  const created = await createPolicy<Partial<Created>>(client, {
    option: OPTIONS[inputs.response],
    policy: {
      description: inputs.description,
      fromPart: PARTS[inputs.extracted_data],
      from: policyTarget(sender_type, sender),
      to: policyTarget(recipient_type, recipient),
      bidirectional: inputs.bidirectional,
      comment: inputs.comment ?? null,
      enabled: true,
      enforced: inputs.enforced,
      ...policyTimes(start_time, end_time),
    },
  })
  return { result: asKnown(created) }
}

/** The policy in the shape that playbooks use: all documented fields and no others, whatever Mimecast left out or added. */
function asKnown({ option, id, policy }: Partial<Created>): Created {
  const given: Partial<Created['policy']> = policy ?? {}
  return {
    option: option ?? null,
    id: id ?? null,
    policy: {
      description: given.description ?? null,
      fromPart: given.fromPart ?? null,
      from: given.from ?? null,
      to: given.to ?? null,
      fromType: given.fromType ?? null,
      fromValue: given.fromValue ?? null,
      toType: given.toType ?? null,
      toValue: given.toValue ?? null,
      fromEternal: given.fromEternal ?? null,
      toEternal: given.toEternal ?? null,
      fromDate: given.fromDate ?? null,
      toDate: given.toDate ?? null,
      override: given.override ?? null,
      bidirectional: given.bidirectional ?? null,
      conditions: given.conditions ?? {},
      enabled: given.enabled ?? null,
      enforced: given.enforced ?? null,
      createTime: given.createTime ?? null,
      lastUpdated: given.lastUpdated ?? null,
    },
  }
}
