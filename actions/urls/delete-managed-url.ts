import type { Action } from '../../client/index.ts'
import { requireOne } from '../../client/parameters.ts'
import { deleteManagedUrl, isSameUrl, type ManagedUrl, managedUrls, urlOf } from '../../client/urls.ts'
import { refused } from '../../client/vendor.ts'
import { deepSnakeCase, phrase } from '../../runtime/sdk/index.ts'
import type { DeleteManagedUrl } from './types.gen.ts'

export const run: Action<DeleteManagedUrl> = async ({ inputs, client }) => {
  const { id, url } = inputs
  requireOne(['id', 'ID', id], ['url', 'URL', url])
  const found: ManagedUrl[] = []
  for await (const entry of managedUrls(client)) {
    if (url === undefined ? entry.id === id : isSameUrl(entry, url)) found.push(entry)
  }
  const [entry] = found
  if (found.length > 1) {
    const words = { count: found.length, ids: found.map((one) => one.id ?? '').join(', ') }
    throw refused(phrase('{count} entries have this URL. Delete them by ID: {ids}', words))
  }
  // Reads of one entry may give different ids, so an id that was not found is tried all the same.
  const target = entry?.id ?? id
  const isDeleted = target !== undefined && (await deleteManagedUrl(client, target))
  const row = entry ? { ...(deepSnakeCase(entry) as object), url: urlOf(entry) } : null
  return {
    result: { already_deleted: !isDeleted, id: isDeleted ? target : null, entry: row },
    ...(isDeleted ? entry === undefined && { message: 'by_id' } : { message: 'already_deleted' }),
  }
}
