/** The tests of the actions that block and permit a URL: they differ in the action of the entry. */
import { expect } from 'vitest'
import { describeAction, sentTo } from '../action.ts'

const DECODE = '/api/ttp/url/decode-url'
const LINK = 'https://protect-de.mimecast.com/s/aHR0cHM6Ly9sb2dpbi5leGFtcGxlLm5ldC92ZXJpZnk_aWQ9MQ'

/** The entries of the tenant, by their action. */
const ENTRIES = {
  block: { url: 'https://login.bulk.example.net/verify', match_type: 'explicit' },
  permit: { url: 'https://partner.example.net/', match_type: 'domain' },
}

/** What is particular about one of the actions. */
export interface UrlRule {
  /** The action of the entries that it creates. */
  action: keyof typeof ENTRIES
  /** The word that begins its message. */
  done: 'Blocked' | 'Permitted'
  /** The fields of the request that only this action sends, or sends with these values. */
  rest: object
}

/** Declares the tests of an action that creates a managed URL. */
export function describeUrlRule(id: string, { action, done, rest }: UrlRule): void {
  const other = action === 'block' ? 'permit' : 'block'
  const past = done.toLowerCase()
  describeAction(id, {
    path: '/api/ttp/url/create-managed-url',
    sends: [
      {
        body: {
          data: [
            {
              url: 'https://login.example.net/verify?id=1',
              action,
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
        says: `${done} https://a.test/x in Mimecast.`,
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
        parameters: ENTRIES[action],
        result: expect.objectContaining({ already_existed: true, action }),
        says: `is already ${past}`,
      },
      [`a link to a URL that is ${past} already`]: {
        before: ({ run }) => run(id, { url: 'https://login.example.net/verify?id=1' }),
        says: `The rewritten link leads to https://login.example.net/verify?id=1, which is already ${past}`,
      },
      'an entry with the other action is a conflict': {
        parameters: ENTRIES[other],
        code: 'VENDOR_REJECTED',
        says: `has an entry with the action "${other}"`,
        after: ({ simulator }) => expect(simulator.state.managed_urls.size).toBe(2),
      },
    },
  })
}
