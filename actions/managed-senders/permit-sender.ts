import type { Action } from '../../client/index.ts'
import { manageSender } from '../../client/managed-senders.ts'
import type { PermitSender } from './types.gen.ts'

export const run: Action<PermitSender> = async ({ inputs, client }) => ({
  result: { ...(await manageSender(client, 'permit', inputs)), type: 'permit' },
})
