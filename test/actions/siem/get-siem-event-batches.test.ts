import { gzipSync } from 'node:zlib'
import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/siem/v1/batch/events/cg'
const FILE = '/files/siem-cg-av.json.gz'
const day = { start_date: '2026-03-09', end_date: '2026-03-09' }
const query = (type: string) =>
  `type=${type}&dateRangeStartsAt=2026-03-09&dateRangeEndsAt=2026-03-09&pageSize=100`
const parameters = { ...day, event_type: 'av' }

describeAction('get-siem-event-batches', {
  path: PATH,
  sends: [{ method: 'GET', query: query('attachment+protect') }],
  generations: ['2.0'],
  cases: {
    'a file is requested without credentials': {
      parameters,
      result: [expect.objectContaining({ type: 'av', file_name: 'parcel-label.exe' })],
      after: (tenant) => {
        const file = tenant.simulator.requests.find(({ path }) => path === FILE)
        expect(file).toMatchObject({ method: 'GET', status: 200 })
        expect(file?.headers).not.toHaveProperty('authorization')
      },
    },
    'a subtype': {
      parameters: { ...day, event_type: 'process:Hld' },
      sends: [{ method: 'GET', query: query('process%3AHld') }],
      result: [expect.objectContaining({ type: 'process', subtype: 'Hld', hold_reason: 'Spm' })],
    },
    'an expired file is skipped and counted': {
      parameters,
      faults: [{ path: FILE, status: 403 }],
      result: [],
      after: (_, { warnings }) =>
        expect(warnings).toEqual([
          expect.stringContaining('Skipped 1 files that are expired or damaged and 0 lines'),
        ]),
    },
    'a damaged file is skipped and counted': {
      parameters,
      faults: [{ path: FILE, body: gzipSync('{"type":"av"}\n').subarray(0, 12) }],
      result: [],
      after: (_, { warnings }) => expect(warnings).toEqual([expect.stringContaining('Skipped 1 files')]),
    },
    'a broken line is skipped and counted; a file need not be packed': {
      parameters,
      faults: [{ path: FILE, body: '{"type":"av"}\n{broken\n\n[1]\n{"type":"av"}' }],
      result: [expect.objectContaining({ type: 'av' }), expect.objectContaining({ type: 'av' })],
      after: (_, { warnings }) =>
        expect(warnings).toEqual([
          expect.stringContaining('0 files that are expired or damaged and 2 lines'),
        ]),
    },
    'a server that fails is not an expired file': {
      parameters,
      faults: [{ path: FILE, status: 500 }],
      code: 'VENDOR_UNAVAILABLE',
    },
    'a file on a host that is not allowed': {
      parameters,
      faults: [
        { path: PATH, body: { value: [{ url: 'https://storage.example.invalid/x.gz' }], isCaughtUp: true } },
      ],
      code: 'RESPONSE_INVALID',
      says: 'storage.example.invalid',
    },
    'nothing beyond the limit is read': {
      parameters: { ...parameters, limit: 1 },
      faults: [{ path: FILE, body: '{"type":"av"}\n{"type":"av"}' }],
      result: [expect.objectContaining({ type: 'av' })],
      says: 'The limit was reached; there may be more.',
    },
    'no events of the type': {
      parameters: { ...day, event_type: 'absent' },
      result: [],
      says: 'No SIEM events of the type "absent" were found',
    },
    'a date of another form is refused before a request': {
      parameters: { event_type: 'av', start_date: '9.3.2026' },
      code: 'PARAMETER_INVALID',
      sends: [],
    },
    'API 1.0 does not offer the call': {
      options: { generation: '1.0' },
      code: 'NOT_SUPPORTED',
      sends: [],
    },
  },
})
