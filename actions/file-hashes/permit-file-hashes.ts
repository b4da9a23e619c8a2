import { createBatch } from '../../client/file-hashes.ts'
import type { Action } from '../../client/index.ts'
import type { PermitFileHashes } from './types.gen.ts'

export const run: Action<PermitFileHashes> = async ({ inputs, client, toRow }) => {
  const { file_hashes, provider, description } = inputs
  const batch = await createBatch(client, 'ALLOW', file_hashes, { provider, description })
  return { result: { ...toRow(batch), operation: 'ALLOW', file_hashes } }
}
