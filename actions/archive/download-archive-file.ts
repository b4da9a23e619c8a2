import { archiveFile } from '../../client/archive.ts'
import type { Action } from '../../client/index.ts'
import { toResultFile } from '../../client/result-files.ts'
import type { DownloadArchiveFile } from './types.gen.ts'

export const run: Action<DownloadArchiveFile> = async ({ inputs, client }) => {
  const { file_id, file_name: name, sha256, max_size } = inputs
  const { facts, file } = toResultFile(await archiveFile(client, file_id, max_size), { name, sha256 })
  return { result: facts, files: [file] }
}
