import type { Action } from '../../client/index.ts'
import { type Incident, incidents, remediationWindow } from '../../client/remediation.ts'
import { mapRows } from '../../runtime/sdk/index.ts'
import type { FindRemediationIncidents } from './types.gen.ts'

export const run: Action<FindRemediationIncidents> = async ({ inputs, client, toRow }) => {
  const { query, search_field: fieldName, type: types = [], start_time, end_time, limit } = inputs
  const window = remediationWindow(start_time, end_time)
  const found = incidents(client, {
    ...window,
    ...(query !== undefined && { searchBy: { fieldName, value: query } }),
    ...(types.length > 0 && { filterBy: types.map((value) => ({ fieldName: 'type', value })) }),
  })
  const keep = ({ type }: Incident): boolean =>
    types.length === 0 || (types as readonly unknown[]).includes(type)
  return {
    result: mapRows(found, toRow, { keep, limit }),
    values: { window: { from: window.start, to: window.end } },
  }
}
