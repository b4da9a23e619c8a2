import { holdSummary } from '../../client/held-messages.ts'
import type { Action } from '../../client/index.ts'
import type { GetHoldSummary } from './types.gen.ts'

export const run: Action<GetHoldSummary> = async ({ client, toRow }) => {
  const { data } = await holdSummary(client)
  return { result: data.map((row) => toRow(row)) }
}
