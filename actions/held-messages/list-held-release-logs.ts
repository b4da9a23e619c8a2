import { addressOf } from '../../client/addresses.ts'
import { type ReleaseLog, releaseLogs } from '../../client/held-messages.ts'
import type { Action } from '../../client/index.ts'
import { searchWindow } from '../../client/time.ts'
import { mapRows } from '../../runtime/sdk/index.ts'
import type { ListHeldReleaseLogs } from './types.gen.ts'

/** Mimecast's names of the fields, where they differ. */
const FIELDS: Record<string, string> = { held_reason: 'heldReason' }

export const run: Action<ListHeldReleaseLogs> = async ({ inputs, client, toRow }) => {
  const { query, search_field: field, limit } = inputs
  const window = searchWindow(inputs.start_time, inputs.end_time)
  const filterBy = [
    ...(inputs.route === 'all' ? [] : [{ fieldName: 'route', value: inputs.route }]),
    ...(inputs.status === 'all' ? [] : [{ fieldName: 'status', value: inputs.status }]),
    ...(inputs.with_attachments ? [{ fieldName: 'attachments', value: 'true' }] : []),
  ]
  const logs = releaseLogs(
    client,
    {
      start: window.from,
      end: window.to,
      ...(query !== undefined && { searchBy: { fieldName: FIELDS[field] ?? field, value: query } }),
      ...(filterBy.length > 0 && { filterBy }),
    },
    limit,
  )
  // Sources show these three as an address or as an object.
  const shape = (log: ReleaseLog) => {
    const { operator, fromEnv, fromHdr } = log as Record<string, unknown>
    const {
      from_env: _,
      from_hdr: __,
      ...row
    } = toRow(log) as ReturnType<typeof toRow> & Record<string, unknown>
    return {
      ...row,
      operator: addressOf(operator),
      from_envelope: addressOf(fromEnv),
      from_header: addressOf(fromHdr),
    }
  }
  return { result: mapRows(logs, shape), values: { window } }
}
