import type { Action } from '../../client/index.ts'
import { ensureManagedUrl, urlOf } from '../../client/urls.ts'
import type { CreateManagedUrl } from './types.gen.ts'

export const run: Action<CreateManagedUrl> = async ({ inputs, client, toRow }) => {
  const { url, action, match_type: matchType, comment } = inputs
  const { entry, existed } = await ensureManagedUrl(client, {
    url,
    action,
    matchType,
    ...(comment !== undefined && { comment }),
    disableLogClick: inputs.disable_log_click,
    ...(action === 'permit' && {
      disableRewrite: inputs.disable_rewrite,
      disableUserAwareness: inputs.disable_user_awareness,
    }),
  })
  return {
    result: { ...toRow(entry), url: urlOf(entry), already_existed: existed },
    ...(existed && { message: 'already_existed' }),
  }
}
