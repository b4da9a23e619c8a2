import type { Action } from '../../client/index.ts'
import { manageSender } from '../../client/managed-senders.ts'
import type { BlockSender } from './types.gen.ts'

export const run: Action<BlockSender> = async ({ inputs, client }) => ({
  result: { ...(await manageSender(client, 'block', inputs)), type: 'block' },
})
