import domains from '../answers/internal_domains.json' with { type: 'json' }
import { type Routes, reading, route } from '../area.ts'
import { type Fields, text } from '../fields.ts'

const DOMAIN: Fields = { domain: { type: 'domain' } }

/** domain/get-internal-domain. What an unknown domain gives is invented: no row. */
const getDomains = reading({
  rows: () => [...domains.data],
  fits: (row, item) => [undefined, row.domain].includes(text(item, 'domain')),
})

/** Calls about the account's own domains. */
export const routes: Routes = {
  '/api/domain/get-internal-domain': route('Domain Management', [0, 500], DOMAIN, getDomains),
}
