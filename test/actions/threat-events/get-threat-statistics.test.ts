import { describeAction } from '../../support/action.ts'

const PATH = '/threats/v1/stats/impersonations'
const GATEWAY = '/threats/v1/stats/gateway-detections'
const two = { start_time: '2026-03-08T00:00:00Z', end_time: '2026-03-10T00:00:00Z' }
const query = (start: string, end: string, rest = '') =>
  `timestampRangeStartsAt=${encodeURIComponent(start)}&timestampRangeEndsAt=${encodeURIComponent(end)}${rest}`

describeAction('get-threat-statistics', {
  path: PATH,
  sends: [{ method: 'GET', query: query('2026-03-08T00:00:00.000Z', '2026-03-10T00:00:00.000Z') }],
  generations: ['2.0'],
  cases: {
    'without times, the last 24 hours; a type is for gateway detections only': {
      parameters: { kind: 'impersonations', type: 'spam' },
      sends: [{ method: 'GET', query: query('2026-03-09T10:30:00.000Z', '2026-03-10T10:30:00.000Z') }],
      result: [],
      says: 'No detections were found',
    },
    'gateway detections without a type are refused before a request': {
      parameters: { ...two, kind: 'gateway-detections' },
      code: 'PARAMETER_INVALID',
      says: 'Type',
    },
    'gateway detections of a type': {
      parameters: { ...two, kind: 'gateway-detections', type: 'malware' },
      faults: [{ path: GATEWAY, body: { value: [{ startTimestamp: '2026-03-08T00:00:00.000Z' }] } }],
      result: [{ start_time: '2026-03-08T00:00:00.000Z', detection_count: null }],
      says: 'Found 0 detections in 1 interval',
    },
    'a window that is too long fails with the reason of Mimecast': {
      faults: [
        {
          path: PATH,
          status: 400,
          body: { fail: [{ code: 'bad_request', message: 'History is limited to 90 days' }] },
        },
      ],
      code: 'VENDOR_REJECTED',
      says: 'History is limited to 90 days',
    },
    'an unknown kind is refused before a request': {
      parameters: { ...two, kind: 'all' },
      code: 'PARAMETER_INVALID',
    },
    'API 1.0 does not offer the call': {
      options: { generation: '1.0' },
      code: 'NOT_SUPPORTED',
      sends: [],
    },
  },
})
