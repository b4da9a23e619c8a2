import type { Action } from '../../client/index.ts'
import { HASHES, searchHashes } from '../../client/remediation.ts'
import { chunks } from '../../runtime/sdk/index.ts'
import type { SearchFileHash } from './types.gen.ts'

export const run: Action<SearchFileHash> = async ({ inputs, client }) => {
  const answers = await chunks(inputs.file_hashes, HASHES, (part) => searchHashes(client, part))
  const result = answers.map((answer) => {
    const detected = answer.ok ? (answer.value ?? null) : null
    return { file_hash: answer.item, detected, failed: detected === null }
  })
  const counts = {
    detected: result.filter(({ detected }) => detected).length,
    failed: result.filter(({ failed }) => failed).length,
  }
  return { result, values: counts }
}
