import { expect } from 'vitest'
import { describeAction, sentTo } from '../../support/action.ts'
import { refusalCase } from '../../support/refusals.ts'

const V1 = '/api/ttp/remediation/create'
const V2 = '/api/ttp/remediation/v2/create'
const window = { start: '2026-03-01T00:00:00+00:00', end: '2026-03-09T11:00:00+00:00' }
const times = { start_time: '2026-03-01T00:00:00Z', end_time: '2026-03-09T11:00:00Z' }
const reason = 'reported phishing'

describeAction('create-remediation-incident', {
  path: V1,
  sends: [
    {
      body: {
        data: [
          {
            reason,
            ...window,
            searchBy: 'messageId',
            hashOrMessageId: '<20260309100041.parcel.01@bulk.example.net>',
          },
        ],
      },
    },
  ],
  cases: {
    'several Message-IDs need the second version of the call, with brackets': {
      parameters: {
        reason,
        message_ids: 'b1f0@suppliers.example.net, <b1f1@suppliers.example.net>',
        ...times,
      },
      sends: [],
      after: (tenant) =>
        expect(sentTo(tenant, V2)).toMatchObject([
          {
            body: {
              data: [
                {
                  reason,
                  ...window,
                  searchBy: 'message_ids',
                  messageIds: ['<b1f0@suppliers.example.net>', '<b1f1@suppliers.example.net>'],
                },
              ],
            },
          },
        ]),
    },
    'a hash': {
      parameters: { reason, search_by: 'hash', file_hash: 'aa11', ...times },
      sends: [{ body: { data: [{ reason, ...window, searchBy: 'hash', hashOrMessageId: 'aa11' }] } }],
      result: expect.objectContaining({ file_hash: 'aa11', message_id: '' }),
    },
    'a URL': {
      parameters: { reason, search_by: 'url', url: 'https://a.test/x', ...times },
      sends: [{ body: { data: [{ reason, ...window, searchBy: 'url', url: 'https://a.test/x' }] } }],
    },
    'without times, the last 30 days are sent': {
      parameters: { reason, message_ids: 'a@b.test' },
      sends: [
        {
          body: {
            data: [
              expect.objectContaining({
                start: '2026-02-08T10:30:00+00:00',
                end: '2026-03-10T10:30:00+00:00',
              }),
            ],
          },
        },
      ],
    },
    'the next read of the incident counts the messages': {
      after: async ({ run }, result) => {
        const { id } = result.json_result as { id: string }
        const read = await run('get-remediation-incident', { incident_id: id })
        expect(read.json_result).toMatchObject({ code: 'TR-CEXAMPLE-00043-M', failed: 0 })
      },
    },
    'a value that Search By needs and lacks is refused before a request': {
      parameters: { reason, search_by: 'hash', message_ids: 'a@b.test' },
      code: 'PARAMETER_INVALID',
      says: '"File Hash" is required',
      sends: [],
    },
    'a window that ends before it starts is refused before a request': {
      parameters: { reason, message_ids: 'a', start_time: times.end_time, end_time: times.start_time },
      code: 'PARAMETER_INVALID',
      sends: [],
    },
    'a refusal says why': refusalCase(V1, {
      field: 'reason',
      code: 'err_validation_null',
      message: 'Field cannot be null',
    }),
    'an empty answer leaves open whether messages are removed': {
      faults: [{ path: V1, body: { meta: { status: 200 }, data: [], fail: [] } }],
      code: 'OUTCOME_UNKNOWN',
    },
  },
})
