/** Endpoint of the logs of data leak prevention (docs/vendor/mimecast-logs.md#dlp-logs). */
import type { ListDlpLogs } from '../actions/dlp/types.gen.ts'
import type { Client } from './index.ts'
import type { SearchWindow } from './time.ts'

/** One policy and action that were applied to a message. */
export type DlpLog = ListDlpLogs['wire']

/** Logs in a window. */
export const dlpLogs = (
  client: Client,
  item: SearchWindow & {
    oldestFirst: boolean
    searchField?: string
    query?: string
    routes?: readonly string[] | undefined
    actions?: readonly string[] | undefined
  },
  limit?: number,
) => client.list<DlpLog>('/api/dlp/get-logs', item, { rows: 'dlpLogs', limit })
