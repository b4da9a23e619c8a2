import { archiveMessage } from '../../client/archive.ts'
import type { Action } from '../../client/index.ts'
import type { GetArchiveMessage } from './types.gen.ts'

export const run: Action<GetArchiveMessage> = async ({ inputs, client, toRow }) => ({
  result: toRow(await archiveMessage(client, inputs.message_id, inputs.context)),
})
