import type { Action } from '../../client/index.ts'
import { campaigns } from '../../client/training.ts'
import { mapRows } from '../../runtime/sdk/index.ts'
import type { ListPhishingCampaigns } from './types.gen.ts'

export const run: Action<ListPhishingCampaigns> = async ({ inputs, client, toRow }) => ({
  result: mapRows(campaigns(client, inputs.campaign_id, inputs.limit), toRow),
})
