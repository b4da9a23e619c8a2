/** What the resource paths of API 2.0 have in common. */

import { paged } from './area.ts'
import type { Product } from './call.ts'
import { type Answer, gatewayRefusal, isRefusal } from './envelope.ts'
import type { FileLinks } from './files.ts'
import type { PageRequest } from './paging.ts'
import type { Tenant } from './tenant/tenant.ts'
import type { JsonObject } from './types.ts'

/** A request to a resource: no envelope, paging in the query string. */
export interface ResourceCall {
  method: string
  path: string
  /** The parts of the path that vary, by name. */
  params: Readonly<Record<string, string>>
  query: URLSearchParams
  body: unknown
  /** `pageSize` and `pageToken` of the query. */
  page: PageRequest
  tenant: Tenant
  now: number
  files: FileLinks
}

/** One resource: its path, with `{name}` for a part that varies, and its handlers by method. */
export interface Resource {
  product: Product
  path: string
  methods: Readonly<Record<string, (call: ResourceCall) => Answer>>
  /** Most rows of a page; default the maximum of the API. */
  page_max?: number
}

/** The answer to a method that a resource does not have. */
export const NOT_ALLOWED = gatewayRefusal(405, 'method_not_allowed', 'Method Not Allowed')

/** One page of rows under a name, with the token of the next page in `meta`. */
export function listed(name: string, rows: readonly JsonObject[], call: Pick<ResourceCall, 'page'>): Answer {
  const cut = paged(rows, call)
  if (isRefusal(cut)) return { status: 400, body: { fail: cut.errors } }
  const { next } = cut.pagination
  return { status: 200, body: { [name]: cut.list, meta: next === undefined ? {} : { pagination: { next } } } }
}
