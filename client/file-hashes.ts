/** Endpoints of the account's own file hashes, Bring Your Own Threat Intelligence (docs/vendor/mimecast-operations.md#file-hashes). */
import type { BlockFileHashes } from '../actions/file-hashes/types.gen.ts'
import { phrase, type RawProblem } from '../runtime/sdk/index.ts'
import type { Client } from './index.ts'
import { invalid } from './parameters.ts'
import { refused } from './vendor.ts'

/** What Mimecast returns about a batch; every field may be missing. */
export type Batch = BlockFileHashes['wire']

/** What happens to attachments with the hashes. */
export type Operation = 'ALLOW' | 'BLOCK' | 'DELETE'

/** SHA-256 or MD5. */
const HASH = /^(?:[0-9a-fA-F]{64}|[0-9a-fA-F]{32})$/

/** Sends one batch. Throws PARAMETER_INVALID for what is not a hash; nothing is sent then. */
export async function createBatch(
  client: Client,
  operationType: Operation,
  hashes: readonly string[],
  details: { provider?: string | undefined; description?: string | undefined } = {},
): Promise<Batch> {
  const problems = hashes.filter((hash) => !HASH.test(hash)).map(notAHash)
  if (problems.length > 0) throw invalid(...problems)
  const rest = Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined))
  const hashList = hashes.map((hash) => ({ hash, ...rest }))
  return client.one<Batch>('/api/byo-threat-intelligence/create-batch', { operationType, hashList })
}

const notAHash = (hash: string): RawProblem => ({
  where: 'file_hashes',
  rule: 'format_other',
  values: { name: 'File Hashes', format: 'SHA-256 or MD5', received: JSON.stringify(hash.slice(0, 80)) },
})

/** All batches by time of creation. */
export const batches = (client: Client, order: 'ASC' | 'DESC', limit?: number) =>
  client.list<{ id?: string }>(
    '/api/byo-threat-intelligence/get-batches',
    { order, sortBy: 'CREATE_TIME' },
    { limit },
  )

/** Deletes a batch. Throws VENDOR_REJECTED if Mimecast says that it did not. */
export async function deleteBatch(client: Client, id: string): Promise<void> {
  const path = '/api/byo-threat-intelligence/delete-batch'
  const { success } = await client.one<{ success?: unknown }>(path, { id })
  if (success === false) throw refused(phrase('the batch was not deleted'))
}

/** The numbers of hashes in use and left, whatever Mimecast calls them. */
export const quota = (client: Client) =>
  client.call<object | null>('/api/byo-threat-intelligence/get-quota', { data: [] })
