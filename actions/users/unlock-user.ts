import type { Action } from '../../client/index.ts'
import { updateUser } from '../../client/users.ts'
import type { UnlockUser } from './types.gen.ts'

export const run: Action<UnlockUser> = async ({ inputs, client }) => {
  const { email_address, allow_pop_and_smtp: allows, force_password_change } = inputs
  await updateUser(client, {
    emailAddress: email_address,
    accountLocked: false,
    ...(allows && { allowPop: true, allowSmtp: true }),
    ...(force_password_change && { forcePasswordChange: true }),
  })
  return { result: { email_address, account_locked: false, pop_and_smtp: allows ? 'allowed' : 'unchanged' } }
}
