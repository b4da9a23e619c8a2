import { type Domain, internalDomains } from '../../client/domains.ts'
import type { Action } from '../../client/index.ts'
import { mapRows } from '../../runtime/sdk/index.ts'
import type { ListInternalDomains } from './types.gen.ts'

export const run: Action<ListInternalDomains> = async ({ inputs, client, toRow }) => {
  const { domains = [], limit } = inputs
  const wanted = new Set(domains.map((domain) => domain.toLowerCase()))
  const keep = ({ domain }: Domain): boolean => wanted.size === 0 || wanted.has(domain?.toLowerCase() ?? '')
  return { result: mapRows(internalDomains(client), toRow, { keep, limit }) }
}
