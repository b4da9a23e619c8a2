import { expect } from 'vitest'
import { describeAction, sentTo } from '../../support/action.ts'

const ID =
  'eNo1KIK7MQScEKIBk5eiYoRb-EeAOxVa5C6BoJPLo6yIKqoakBzUlpmeidgjeoes0M1IzHXlH-0Xx2NoE9FihW8rIvLYGaBVzw0XW5FR2LqO_Z1H3sgRHDJIR5ymM9j8zgJvYC9hpYQWIvJcHVlE5D1KZ8eVNAzSNb1IRvulWoUblKP4emilPsfgyJGai9RoSd0L'
const PATH = `/policy-management/cloud-gateway/v1/blocked-senders/policies/${ID}`
const LEGACY = '/api/policy/blockedsenders/update-policy'
const patch = (body: object) => [{ method: 'PATCH', body }]

describeAction('update-block-sender-policy', {
  path: PATH,
  generations: ['2.0'],
  sends: patch({ enabled: false }),
  cases: {
    'the policy before and after is in the result': {
      result: expect.objectContaining({
        changed: ['enabled'],
        before: expect.objectContaining({ enabled: true }),
        policy: expect.objectContaining({ enabled: false, create_time: '2026-03-09T10:12:31+0000' }),
      }),
    },
    'only values that differ are sent, a time with its eternal flag': {
      parameters: {
        policy_id: ID,
        enabled: true,
        description: 'Block until April',
        response: 'No Action',
        extracted_data: 'From Headers',
        end_time: '2026-04-01T02:00:00+02:00',
        source_ips: '203.0.113.0/24',
      },
      sends: patch({
        description: 'Block until April',
        option: 'no_action',
        fromPart: 'header_from',
        toDateTime: '2026-04-01T00:00:00+0000',
        toEternal: false,
        sourceIPs: ['203.0.113.0/24'],
      }),
      says: 'option, description, from_part, to_date, source_ips.',
    },
    'values that it has already: nothing is sent, and the message says so': {
      parameters: { policy_id: ID, enabled: true, extracted_data: 'Both' },
      sends: [],
      result: expect.objectContaining({ changed: [] }),
      says: 'already has these values',
    },
    'with API 1.0 the whole policy is sent, so nothing is reset': {
      options: { generation: '1.0' },
      sends: [],
      result: expect.objectContaining({
        policy: expect.objectContaining({ enabled: false, enforced: true }),
      }),
      after: (tenant) =>
        expect(sentTo(tenant, LEGACY)).toMatchObject([
          {
            body: {
              data: [
                {
                  id: ID,
                  option: 'block_sender',
                  policy: {
                    enabled: false,
                    enforced: true,
                    fromPart: 'both',
                    description: 'Block supplier impersonation',
                  },
                },
              ],
            },
          },
        ]),
    },
    'an unknown id is refused': {
      parameters: { policy_id: 'unknown', enabled: false },
      code: 'VENDOR_REJECTED',
      says: 'there is no policy with the id "unknown"',
      sends: [],
    },
    'a policy that ends before it starts is refused before a request': {
      parameters: { policy_id: ID, start_time: '2026-04-01T00:00:00Z', end_time: '2026-03-01T00:00:00Z' },
      code: 'PARAMETER_INVALID',
      sends: [],
    },
  },
})
