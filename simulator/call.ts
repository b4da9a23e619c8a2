import type { Answer, Refusal } from './envelope.ts'
import type { Fields } from './fields.ts'
import type { FileLinks } from './files.ts'
import type { PageRequest } from './paging.ts'
import type { Tenant } from './tenant/tenant.ts'
import type { Fault, Generation, JsonObject } from './types.ts'

/** What a handler receives besides the item. */
export interface Call {
  tenant: Tenant
  generation: Generation
  now: number
  page: PageRequest
  /** Whether the request asks for pages at all. */
  paged: boolean
  fault: Fault | undefined
  files: FileLinks
}

/** Rows of `data` with the paging that goes into `meta`. */
export interface Listing {
  list: unknown[]
  pagination: JsonObject
}

/** The result of one item: rows of `data`, a refusal in `fail`, a listing, or a response of its own kind. */
export type Outcome = unknown[] | Refusal | Listing | Answer

/** API products an application can have; the names of the vendor's console. */
export type Product =
  | 'Account Management'
  | 'Archive Data Access'
  | 'Audit Events'
  | 'Awareness Training'
  | 'Cloud Gateway'
  | 'Domain Management'
  | 'Policy Management'
  | 'Security Events'
  | 'Threat Management'
  | 'Threats, Security Events and Data for CG'
  | 'User and Group Management'

/** One path of the API: its input and its handler. */
export interface Route {
  product: Product
  /** Fewest and most entries of `data`. Where none is allowed and none is sent, the handler runs once with `{}`. */
  items: readonly [number, number]
  fields: Fields
  /** Only this generation knows the path; the other answers `app_forbidden`. */
  only?: Generation
  /** May refuse the whole request before anything is done. */
  before?: (items: readonly JsonObject[], call: Call) => Answer | undefined
  run: (item: JsonObject, call: Call) => Outcome
}
