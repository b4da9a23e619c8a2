import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'
import { refusalCase } from '../../support/refusals.ts'

const PATH = '/api/ttp/url/create-managed-url'
const blocked = { url: 'https://login.bulk.example.net/verify', action: 'block' }
const sent = (item: object) => [{ body: { data: [item] } }]

describeAction('create-managed-url', {
  path: PATH,
  sends: sent({
    url: 'https://parcel.bulk.example.net/',
    action: 'block',
    matchType: 'domain',
    comment: 'ticket 4411',
    disableLogClick: false,
  }),
  cases: {
    'a permitted URL without rewriting, and without its fragment': {
      parameters: { url: 'https://a.test/x#part', action: 'permit', disable_rewrite: true },
      sends: sent({
        url: 'https://a.test/x',
        action: 'permit',
        matchType: 'explicit',
        disableLogClick: false,
        disableRewrite: true,
        disableUserAwareness: false,
      }),
      says: 'Permitted https://a.test/x in Mimecast.',
    },
    'an entry that exists is a success that says so': {
      parameters: blocked,
      result: expect.objectContaining({ already_existed: true, action: 'block', comment: 'phishing' }),
      says: 'https://login.bulk.example.net/verify is already blocked',
    },
    'an entry with the other action is a conflict, and nothing is changed': {
      parameters: { ...blocked, action: 'permit' },
      code: 'VENDOR_REJECTED',
      says: 'has an entry with the action "block", wOi3vE1anvNULwcRk',
      after: ({ simulator }) => expect(simulator.state.managed_urls.size).toBe(2),
    },
    'an invalid URL is refused with the reason of Mimecast': refusalCase(
      PATH,
      { code: 'err_managed_url_invalid', message: 'The URL is invalid' },
      {},
    ),
    'what is no URL is refused before a request': {
      parameters: { url: 'not a url', action: 'block' },
      code: 'PARAMETER_INVALID',
      sends: [],
    },
    'an empty answer leaves open whether it was created': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [], fail: [] } }],
      code: 'OUTCOME_UNKNOWN',
    },
  },
})
