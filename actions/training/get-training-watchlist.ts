import type { Action } from '../../client/index.ts'
import { isAsked, watchlist } from '../../client/training.ts'
import { mapRows } from '../../runtime/sdk/index.ts'
import type { GetTrainingWatchlist } from './types.gen.ts'

type Row = GetTrainingWatchlist['wire']

export const run: Action<GetTrainingWatchlist> = async ({ inputs, client, toRow }) => {
  const keep = (row: Row): boolean => isAsked({ email: row.email, department: row.department }, inputs)
  return {
    result: mapRows(watchlist(client, inputs, inputs.video_count), toRow, { keep, limit: inputs.limit }),
  }
}
