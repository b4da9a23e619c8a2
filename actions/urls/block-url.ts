import type { Action } from '../../client/index.ts'
import { ruleUrl } from '../../client/url-block.ts'
import { urlOf } from '../../client/urls.ts'
import type { BlockUrl } from './types.gen.ts'

export const run: Action<BlockUrl> = async ({ inputs, client, toRow }) => {
  const { url, match_type: matchType, comment } = inputs
  const { entry, existed, decoded, message } = await ruleUrl(client, {
    url,
    action: 'block',
    matchType,
    ...(comment !== undefined && { comment }),
    disableLogClick: inputs.disable_log_click,
  })
  const result = { ...toRow(entry), url: urlOf(entry), already_existed: existed, decoded, given_url: url }
  return { result, ...(message !== undefined && { message }) }
}
