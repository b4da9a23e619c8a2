import type { Action } from '../../client/index.ts'
import { isAsked, safeScores } from '../../client/training.ts'
import { mapRows } from '../../runtime/sdk/index.ts'
import type { GetSafeScores } from './types.gen.ts'

type Row = GetSafeScores['wire']

export const run: Action<GetSafeScores> = async ({ inputs, client, toRow }) => {
  const keep = (row: Row): boolean =>
    isAsked({ email: row.emailAddress, department: row.department }, inputs) &&
    (inputs.risk === undefined || row.risk === inputs.risk)
  return { result: mapRows(safeScores(client, inputs, inputs.risk), toRow, { keep, limit: inputs.limit }) }
}
