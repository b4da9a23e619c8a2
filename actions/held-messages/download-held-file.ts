import { heldFile } from '../../client/held-messages.ts'
import type { Action } from '../../client/index.ts'
import { toResultFile } from '../../client/result-files.ts'
import type { DownloadHeldFile } from './types.gen.ts'

export const run: Action<DownloadHeldFile> = async ({ inputs, client }) => {
  const { file_id, file_name: name, sha256, max_size } = inputs
  const { facts, file } = toResultFile(await heldFile(client, file_id, max_size), { name, sha256 })
  return { result: facts, files: [file] }
}
