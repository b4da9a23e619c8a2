import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/ttp/url/delete-managed-url'
const LIST = '/api/ttp/url/get-all-managed-urls'
const ID =
  'wOi3vE1anvNULwcRk-20kQ03FS580J3eU7myJAny4fQuG3KLsT8csQX0B-pAhqXQ4xbyMD3PEgELMYEZw7Z5PIe7RUOM1wROW2dMpakM'
const entry = { scheme: 'https', domain: 'a.test', port: -1, path: '', queryString: '', action: 'block' }

describeAction('delete-managed-url', {
  path: PATH,
  sends: [{ body: { data: [{ id: ID }] } }],
  cases: {
    'the entry is gone, and the other one is not': {
      after: ({ simulator }) =>
        expect([...simulator.state.managed_urls.values()]).toMatchObject([{ action: 'permit' }]),
    },
    'by its id': {
      parameters: { id: ID },
      sends: [{ body: { data: [{ id: ID }] } }],
      result: expect.objectContaining({ id: ID, entry: expect.objectContaining({ comment: 'phishing' }) }),
    },
    'a URL is compared in one form': {
      parameters: { url: 'HTTPS://LOGIN.bulk.example.net:443/verify#top' },
      sends: [{ body: { data: [{ id: ID }] } }],
    },
    'a domain entry is found by a URL of its host': {
      parameters: { url: 'https://partner.example.net/any/path' },
      result: expect.objectContaining({
        entry: expect.objectContaining({ url: 'https://partner.example.net' }),
      }),
    },
    'an id that no longer exists is a success that says so': {
      parameters: { id: 'unknown' },
      sends: [{ body: { data: [{ id: 'unknown' }] } }],
      result: { already_deleted: true, id: null, entry: null },
      says: 'There is no managed URL unknown',
    },
    'a URL without an entry is a success that says so, and nothing is deleted': {
      parameters: { url: 'https://absent.test/' },
      sends: [],
      result: { already_deleted: true, id: null, entry: null },
    },
    'several entries of one URL are named, and none is deleted': {
      parameters: { url: 'https://a.test/' },
      faults: [
        {
          path: LIST,
          body: {
            meta: { status: 200 },
            data: [
              { ...entry, id: 'one' },
              { ...entry, path: '/', id: 'two' },
            ],
            fail: [],
          },
        },
      ],
      code: 'VENDOR_REJECTED',
      says: '2 entries have this URL. Delete them by ID: one, two',
      sends: [],
    },
    'neither id nor URL': { parameters: {}, code: 'PARAMETER_INVALID', sends: [] },
    'id and URL': { parameters: { id: ID, url: 'https://a.test/' }, code: 'PARAMETER_INVALID', sends: [] },
  },
})
