import { expect } from 'vitest'
import { describeAction, sentTo } from '../../support/action.ts'

const DECODE = '/api/ttp/url/decode-url'
const LINK = 'https://protect-de.mimecast.com/s/aHR0cHM6Ly9sb2dpbi5leGFtcGxlLm5ldC92ZXJpZnk_aWQ9MQ'
const rest = { disableLogClick: false, disableRewrite: false, disableUserAwareness: false }

describeAction('permit-url', {
  path: '/api/ttp/url/create-managed-url',
  sends: [
    {
      body: {
        data: [
          {
            url: 'https://login.example.net/verify?id=1',
            action: 'permit',
            matchType: 'explicit',
            comment: 'ticket 4411',
            ...rest,
          },
        ],
      },
    },
  ],
  cases: {
    'a rewritten link is decoded first, in one request': {
      after: (tenant) =>
        expect(sentTo(tenant, DECODE)).toEqual([
          { method: 'POST', query: '', body: { data: [{ url: LINK }] } },
        ]),
      result: expect.objectContaining({
        decoded: true,
        given_url: LINK,
        url: 'https://login.example.net/verify?id=1',
      }),
    },
    'a plain URL is not decoded': {
      parameters: { url: 'https://a.test/x' },
      result: expect.objectContaining({ decoded: false, already_existed: false, url: 'https://a.test/x' }),
      says: 'Permitted https://a.test/x in Mimecast.',
      after: (tenant) => expect(sentTo(tenant, DECODE)).toEqual([]),
    },
    'a link that cannot be decoded changes nothing': {
      faults: [
        { path: DECODE, body: { meta: { status: 200 }, data: [{ url: LINK, success: false }], fail: [] } },
      ],
      code: 'VENDOR_REJECTED',
      says: 'the rewritten link cannot be decoded, so nothing was changed',
      sends: [],
    },
    'a link that is refused without a reason changes nothing': {
      faults: [
        {
          path: DECODE,
          body: { meta: { status: 200 }, data: [], fail: [{ key: { url: LINK }, errors: [] }] },
        },
      ],
      code: 'VENDOR_REJECTED',
      sends: [],
    },
    'without the permission to decode, it says so': {
      faults: [{ path: DECODE, status: 403 }],
      code: 'PERMISSION_DENIED',
      says: 'Account | Dashboard | Read',
      sends: [],
    },
    'an entry that exists is a success that says so': {
      parameters: { url: 'https://partner.example.net/', match_type: 'domain' },
      result: expect.objectContaining({ already_existed: true, action: 'permit' }),
      says: 'is already permitted',
    },
    'a link to a URL that is permitted already': {
      before: ({ run }) => run('permit-url', { url: 'https://login.example.net/verify?id=1' }),
      says: 'The rewritten link leads to https://login.example.net/verify?id=1, which is already permitted',
    },
    'an entry with the other action is a conflict': {
      parameters: { url: 'https://login.bulk.example.net/verify', match_type: 'explicit' },
      code: 'VENDOR_REJECTED',
      says: 'has an entry with the action "block"',
      after: ({ simulator }) => expect(simulator.state.managed_urls.size).toBe(2),
    },
  },
})
