import { deleteBatch } from '../../client/file-hashes.ts'
import type { Action } from '../../client/index.ts'
import type { DeleteFileHashBatch } from './types.gen.ts'

export const run: Action<DeleteFileHashBatch> = async ({ inputs, client }) => {
  const { batch_id } = inputs
  await deleteBatch(client, batch_id)
  return { result: { batch_id, deleted: true } }
}
