import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'
import { firstPage } from '../../support/mimecast.ts'

const PATH = '/api/ttp/url/get-all-managed-urls'

describeAction('list-managed-urls', {
  path: PATH,
  sends: [{ body: firstPage() }],
  pages: { parameters: {}, rows: 2 },
  cases: {
    'a part of the URL, domain or comment, in any letter case': {
      parameters: { query: 'PHISH' },
      result: [
        expect.objectContaining({ url: 'https://login.bulk.example.net/verify', comment: 'phishing' }),
      ],
    },
    'the query is not sent, because filters of Mimecast are unreliable': {
      parameters: { query: 'partner.example.net', action: 'permit' },
      sends: [{ body: firstPage() }],
      result: [expect.objectContaining({ url: 'https://partner.example.net', match_type: 'domain' })],
    },
    'nothing found': { parameters: { query: 'absent' }, result: [], says: 'No managed URLs were found' },
    'an empty list': {
      faults: [
        { path: PATH, body: { meta: { status: 200, pagination: { pageSize: 0 } }, data: [], fail: [] } },
      ],
      result: [],
    },
    'a port and a query are part of the URL': {
      faults: [
        {
          path: PATH,
          body: {
            meta: { status: 200 },
            data: [
              {
                id: '1',
                scheme: 'http',
                domain: 'a.test',
                port: 8080,
                path: '/p',
                queryString: 'q=1',
                action: 'block',
              },
            ],
            fail: [],
          },
        },
      ],
      result: [expect.objectContaining({ url: 'http://a.test:8080/p?q=1', comment: null })],
    },
  },
})
