import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/siem/v1/events/cg'
const CI = '/siem/v1/events/ci'
const hours = { start_time: '2026-03-09T09:00:00Z', end_time: '2026-03-09T11:00:00Z' }
const query = (types = '') =>
  `${types}dateRangeStartsAt=${encodeURIComponent('2026-03-09T09:00:00.000Z')}&dateRangeEndsAt=${encodeURIComponent('2026-03-09T11:00:00.000Z')}&pageSize=100`
const get = (text: string) => ({ method: 'GET', query: text })

describeAction('get-siem-events', {
  path: PATH,
  sends: [get(query('types=url+protect&'))],
  generations: ['2.0'],
  pages: { parameters: { ...hours, event_types: ['spam', 'av'] }, rows: 2 },
  cases: {
    'events of Cloud Integrated': {
      parameters: { ...hours, edition: 'cloud_integrated' },
      sends: [],
      result: [expect.objectContaining({ type: 'entities', recipients: ['ap@example.com'] })],
      after: (tenant) => expect(tenant.simulator.requests.at(-1)).toMatchObject({ path: CI, query: query() }),
    },
    'the token replaces the dates, an empty page is not the end, and the end is what Mimecast says': {
      parameters: hours,
      faults: [
        { path: PATH, times: 1, body: { value: [], '@nextPage': 'two', isCaughtUp: false } },
        {
          path: PATH,
          body: { value: [{ eventType: 'av', subType: 'x' }], '@nextPage': 'three', isCaughtUp: true },
        },
      ],
      sends: [get(query()), get('pageSize=100&nextPage=two')],
      result: [expect.objectContaining({ type: 'av', subtype: 'x', time: null, message_id: null })],
    },
    'a token that comes again ends the list': {
      parameters: hours,
      faults: [
        { path: PATH, body: { value: [{ timestamp: 1e300 }], '@nextPage': 'same', isCaughtUp: false } },
      ],
      sends: [get(query()), get('pageSize=100&nextPage=same')],
      result: [expect.objectContaining({ time: null, type: null }), expect.anything()],
    },
    'nothing found': {
      parameters: { ...hours, event_types: ['absent'] },
      result: [],
      says: 'No SIEM events were found',
    },
    'a refused token': {
      faults: [{ path: PATH, status: 401, body: { fail: [{ code: 'unauthorized' }] } }],
      code: 'AUTH_FAILED',
    },
    'API 1.0 does not offer the call': {
      options: { generation: '1.0' },
      code: 'NOT_SUPPORTED',
      sends: [],
    },
  },
})
