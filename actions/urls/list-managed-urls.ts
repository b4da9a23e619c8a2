import type { Action } from '../../client/index.ts'
import { type ManagedUrl, managedUrls, urlOf } from '../../client/urls.ts'
import { holds, mapRows } from '../../runtime/sdk/index.ts'
import type { ListManagedUrls } from './types.gen.ts'

export const run: Action<ListManagedUrls> = async ({ inputs, client, toRow }) => {
  const { query = '', action, limit } = inputs
  const keep = (entry: ManagedUrl): boolean =>
    (action === 'all' || entry.action === action) &&
    (query === '' || [urlOf(entry), entry.comment].some((text) => holds(text, query)))
  const shape = (entry: ManagedUrl) => ({ ...toRow(entry), url: urlOf(entry) })
  return { result: mapRows(managedUrls(client), shape, { keep, limit }) }
}
