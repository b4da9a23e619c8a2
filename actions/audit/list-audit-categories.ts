import { auditCategories } from '../../client/audit.ts'
import type { Action } from '../../client/index.ts'
import { mapRows } from '../../runtime/sdk/index.ts'
import type { ListAuditCategories } from './types.gen.ts'

export const run: Action<ListAuditCategories> = async ({ client, toRow }) => ({
  result: mapRows(auditCategories(client), toRow),
})
