import { getAccount } from './api/account.ts'
import { ARCHIVE_SEARCH, searchArchive } from './api/archive-search.ts'
import { MANAGED_SENDER, permitOrBlock } from './api/managed-sender.ts'
import type { Route } from './call.ts'

/** Every path in the form of the usual envelope, for both generations unless `only` says otherwise. */
export const ROUTES: Readonly<Record<string, Route>> = {
  '/api/account/get-account': { product: 'Account Management', items: [0, 1], fields: {}, run: getAccount },
  '/api/archive/search': {
    product: 'Archive Data Access',
    items: [1, 1],
    fields: ARCHIVE_SEARCH,
    run: searchArchive,
  },
  '/api/managedsender/permit-or-block-sender': {
    product: 'Cloud Gateway',
    items: [1, 100],
    fields: MANAGED_SENDER,
    run: permitOrBlock,
  },
}
