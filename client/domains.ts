/** Endpoint of the account's own domains (docs/vendor/mimecast-logs.md#internal-domains). */
import type { ListInternalDomains } from '../actions/domains/types.gen.ts'
import type { Client } from './index.ts'

/** A domain of the account. */
export type Domain = ListInternalDomains['wire']

/** All domains of the account. No page size is documented. */
export const internalDomains = (client: Client) =>
  client.list<Domain>('/api/domain/get-internal-domain', null, { page_size: null })
