import { createBatch } from '../../client/file-hashes.ts'
import type { Action } from '../../client/index.ts'
import type { BlockFileHashes } from './types.gen.ts'

export const run: Action<BlockFileHashes> = async ({ inputs, client, toRow }) => {
  const { file_hashes, provider, description } = inputs
  const batch = await createBatch(client, 'BLOCK', file_hashes, { provider, description })
  return { result: { ...toRow(batch), operation: 'BLOCK', file_hashes } }
}
