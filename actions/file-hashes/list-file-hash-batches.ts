import { batches } from '../../client/file-hashes.ts'
import type { Action } from '../../client/index.ts'
import { mapRows } from '../../runtime/sdk/index.ts'
import type { ListFileHashBatches } from './types.gen.ts'

export const run: Action<ListFileHashBatches> = async ({ inputs, client, toRow }) => ({
  result: mapRows(batches(client, inputs.order, inputs.limit), toRow),
})
