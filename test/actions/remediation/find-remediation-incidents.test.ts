import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/ttp/remediation/find-incidents'
const sent = (item: object) => [{ body: { meta: { pagination: { pageSize: 100 } }, data: [item] } }]
const march = { start: '2026-03-01T00:00:00+00:00', end: '2026-03-10T00:00:00+00:00' }
const times = { start_time: '2026-03-01T00:00:00Z', end_time: '2026-03-10T00:00:00Z' }
const automatic = { id: 'a', type: 'automatic' }

describeAction('find-remediation-incidents', {
  path: PATH,
  sends: sent({ ...march, filterBy: [{ fieldName: 'type', value: 'manual' }] }),
  pages: { parameters: times, rows: 2 },
  cases: {
    'by a part of the code': {
      parameters: { ...times, query: '00041', search_field: 'code' },
      sends: sent({ ...march, searchBy: { fieldName: 'code', value: '00041' } }),
      result: [expect.objectContaining({ code: 'TR-CEXAMPLE-00041-A', type: 'automatic' })],
    },
    'without times, the last 30 days are searched': {
      parameters: {},
      sends: sent({ start: '2026-02-08T10:30:00+00:00', end: '2026-03-10T10:30:00+00:00' }),
      result: expect.objectContaining({ length: 2 }),
    },
    'a filter that Mimecast ignores is applied to the rows': {
      faults: [
        {
          path: PATH,
          body: {
            meta: { status: 200 },
            data: [{ incidents: [automatic, { id: 'm', type: 'manual' }] }],
            fail: [],
          },
        },
      ],
      result: [expect.objectContaining({ id: 'm' })],
    },
    'rows directly in "data" are read, too': {
      parameters: times,
      faults: [
        { path: PATH, body: { meta: { status: 200 }, data: [{ ...automatic, code: 'TR-1' }], fail: [] } },
      ],
      result: [expect.objectContaining({ code: 'TR-1' })],
    },
    'nothing found': {
      parameters: { ...times, query: 'absent' },
      result: [],
      says: 'No remediation incidents were found',
    },
    'an unknown type is refused before a request': {
      parameters: { type: ['code'] },
      code: 'PARAMETER_INVALID',
      sends: [],
    },
  },
})
