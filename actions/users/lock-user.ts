import type { Action } from '../../client/index.ts'
import { updateUser } from '../../client/users.ts'
import type { LockUser } from './types.gen.ts'

export const run: Action<LockUser> = async ({ inputs, client }) => {
  const { email_address, block_pop_and_smtp: blocks } = inputs
  await updateUser(client, {
    emailAddress: email_address,
    accountLocked: true,
    ...(blocks && { allowPop: false, allowSmtp: false }),
  })
  return { result: { email_address, account_locked: true, pop_and_smtp: blocks ? 'blocked' : 'unchanged' } }
}
