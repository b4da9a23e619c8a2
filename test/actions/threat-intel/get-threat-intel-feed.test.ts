import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'
import { refusalBody, refusalCase } from '../../support/refusals.ts'

const PATH = '/api/ttp/threat-intel/get-feed'
const sent = (item: object) => ({ body: { data: [{ feedType: 'malware_grid', fileType: 'stix', ...item }] } })
const parameters = {
  feed: 'malware_grid',
  start_time: '2026-03-03T00:00:00Z',
  end_time: '2026-03-10T00:00:00Z',
}
const window = { start: '2026-03-03T00:00:00+0000', end: '2026-03-10T00:00:00+0000' }
const indicator = (id: string, pattern: string) => ({ type: 'indicator', id, pattern })
const bundle = (...objects: object[]) => ({ type: 'bundle', spec_version: '2.0', objects })
const headers = { 'x-mc-threat-feed-next-token': 'next-part' }

describeAction('get-threat-intel-feed', {
  path: PATH,
  sends: [sent(window)],
  cases: {
    'the next part is requested with the token and without times': {
      parameters,
      faults: [
        {
          path: PATH,
          times: 1,
          headers,
          body: bundle(indicator('1', "[file:hashes.MD5 = 'A6937B91CE929356703A8D3DE744160B']")),
        },
        {
          path: PATH,
          body: bundle(indicator('2', "[file:hashes.'SHA-1' = 'e7cb5c058884828c4f777f800d95b5b64263bc4b']")),
        },
      ],
      sends: [sent(window), sent({ token: 'next-part' })],
      result: [
        expect.objectContaining({
          id: '1',
          md5: 'a6937b91ce929356703a8d3de744160b',
          sha256: null,
          malware: [],
        }),
        expect.objectContaining({ id: '2', sha1: 'e7cb5c058884828c4f777f800d95b5b64263bc4b', md5: null }),
      ],
    },
    'nothing beyond the limit is requested': {
      parameters: { ...parameters, limit: 1 },
      faults: [{ path: PATH, headers, body: bundle(indicator('1', ''), indicator('2', '')) }],
      sends: [sent(window)],
      result: [expect.objectContaining({ id: '1', labels: null, pattern: '' })],
      says: 'The limit was reached; there may be more.',
    },
    'a feed without a result is empty, whatever the content type of the envelope': {
      parameters: { feed: 'malware_customer' },
      faults: [
        {
          path: PATH,
          headers: { 'content-type': 'application/octet-stream' },
          body: refusalBody([{ code: 'err_threat_intel_feed_no_result_found', message: 'No results' }]),
        },
      ],
      result: [],
      says: 'No indicators were found',
    },
    'the last 7 days by default': {
      parameters: {},
      sends: [
        {
          body: {
            data: [
              {
                feedType: 'malware_customer',
                fileType: 'stix',
                start: '2026-03-03T10:30:00+0000',
                end: '2026-03-10T10:30:00+0000',
              },
            ],
          },
        },
      ],
      result: [],
    },
    'a feed that is not enabled fails with the reason of Mimecast': refusalCase(PATH, {
      code: 'err_feed_disabled',
      message: 'Feature not enabled',
    }),
    'a file that is not a bundle is not taken for an empty feed': {
      faults: [{ path: PATH, body: { objects: [] } }],
      code: 'RESPONSE_INVALID',
      says: 'not a STIX bundle',
    },
  },
})
