import type { Action } from '../../client/index.ts'
import { isAsked, performance } from '../../client/training.ts'
import { mapRows } from '../../runtime/sdk/index.ts'
import type { GetTrainingPerformance } from './types.gen.ts'

type Row = GetTrainingPerformance['wire']

export const run: Action<GetTrainingPerformance> = async ({ inputs, client, toRow }) => {
  const keep = (row: Row): boolean => isAsked({ email: row.email, department: row.department }, inputs)
  return {
    result: mapRows(
      performance(client, inputs, {
        videoCount: inputs.video_count,
        includeUserDetails: inputs.include_user_details,
      }),
      toRow,
      { keep, limit: inputs.limit },
    ),
  }
}
