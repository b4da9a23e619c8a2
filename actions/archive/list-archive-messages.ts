import { listed, personOf } from '../../client/addresses.ts'
import { type ArchivedMessage, archiveMessages } from '../../client/archive.ts'
import type { Action } from '../../client/index.ts'
import { searchWindow } from '../../client/time.ts'
import { mapRows } from '../../runtime/sdk/index.ts'
import type { ListArchiveMessages } from './types.gen.ts'

export const run: Action<ListArchiveMessages> = async ({ inputs, client, toRow }) => {
  const { mailbox, view, include_aliases, include_delegates, limit } = inputs
  const window = searchWindow(inputs.start_time, inputs.end_time)
  const found = archiveMessages(
    client,
    {
      mailbox,
      view,
      start: window.from,
      end: window.to,
      includeAliases: include_aliases,
      includeDelegates: include_delegates,
    },
    limit,
  )
  const shape = (message: ArchivedMessage) => ({ ...toRow(message), to: listed(message.to).map(personOf) })
  return { result: mapRows(found, shape), values: { window } }
}
