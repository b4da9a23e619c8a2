import { createBatch } from '../../client/file-hashes.ts'
import type { Action } from '../../client/index.ts'
import type { RemoveFileHashes } from './types.gen.ts'

export const run: Action<RemoveFileHashes> = async ({ inputs, client, toRow }) => {
  const { file_hashes } = inputs
  const batch = await createBatch(client, 'DELETE', file_hashes)
  return { result: { ...toRow(batch), operation: 'DELETE', file_hashes } }
}
