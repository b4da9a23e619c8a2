import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/byo-threat-intelligence/get-batches'
const body = {
  meta: { pagination: { pageSize: 100 } },
  data: [{ order: 'DESC', sortBy: 'CREATE_TIME' }],
}

describeAction('list-file-hash-batches', {
  path: PATH,
  sends: [{ body }],
  cases: {
    'unknown fields are returned in snake case': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [{ id: 'a', someField: 1 }], fail: [] } }],
      result: [{ id: 'a', some_field: 1 }],
    },
    'pages are followed up to the limit': {
      before: ({ run }) => run('block-file-hashes', { file_hashes: '0123456789abcdef0123456789abcdef' }),
      options: { page_max: 1 },
      parameters: { limit: 2 },
      result: expect.objectContaining({ length: 2 }),
      says: 'The limit was reached; there may be more.',
    },
    'an empty list': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [], fail: [] } }],
      result: [],
      says: 'No file hash batches were found',
    },
  },
})
