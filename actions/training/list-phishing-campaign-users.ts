import type { Action } from '../../client/index.ts'
import { campaignUsers, isAsked } from '../../client/training.ts'
import { mapRows } from '../../runtime/sdk/index.ts'
import type { ListPhishingCampaignUsers } from './types.gen.ts'

type Row = ListPhishingCampaignUsers['wire']

export const run: Action<ListPhishingCampaignUsers> = async ({ inputs, client, toRow }) => {
  const keep = (row: Row): boolean => isAsked({ email: row.email }, inputs)
  return {
    result: mapRows(campaignUsers(client, inputs.campaign_id, inputs, inputs.status), toRow, {
      keep,
      limit: inputs.limit,
    }),
  }
}
