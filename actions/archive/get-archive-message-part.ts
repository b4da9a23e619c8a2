import { archivePart } from '../../client/archive.ts'
import type { Action } from '../../client/index.ts'
import { toResultFile } from '../../client/result-files.ts'
import type { GetArchiveMessagePart } from './types.gen.ts'

/** Names of the files. */
const NAMES = {
  PLAIN: 'message.txt',
  HTML: 'message.html',
  RFC822: 'message.eml',
  TRANSMISSION_MESSAGE_BODY: 'message-body.txt',
} as const

export const run: Action<GetArchiveMessagePart> = async ({ inputs, client }) => {
  const { message_id: id, part, mailbox, context, max_size } = inputs
  const strips = inputs.strip_dangerous && part === 'HTML' && client.api === '2.0'
  const item = {
    id,
    type: part,
    context,
    ...(mailbox !== undefined && { mailbox }),
    ...(strips && { stripDangerous: true as const }),
  }
  const download = await archivePart(client, item, max_size)
  const { facts, file } = toResultFile(download, { name: NAMES[part] })
  const { size, content_type, sha256 } = facts
  const text = part === 'RFC822' ? null : Buffer.from(download.bytes).toString('utf8')
  return { result: { part, size, content_type, sha256, text }, files: [file] }
}
