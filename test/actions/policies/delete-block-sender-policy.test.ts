import { expect } from 'vitest'
import { describeAction, sentTo } from '../../support/action.ts'

const ID =
  'eNo1KIK7MQScEKIBk5eiYoRb-EeAOxVa5C6BoJPLo6yIKqoakBzUlpmeidgjeoes0M1IzHXlH-0Xx2NoE9FihW8rIvLYGaBVzw0XW5FR2LqO_Z1H3sgRHDJIR5ymM9j8zgJvYC9hpYQWIvJcHVlE5D1KZ8eVNAzSNb1IRvulWoUblKP4emilPsfgyJGai9RoSd0L'
const PATH = `/policy-management/cloud-gateway/v1/blocked-senders/policies/${ID}`
const LEGACY = '/api/policy/blockedsenders/delete-policy'

describeAction('delete-block-sender-policy', {
  path: PATH,
  generations: ['2.0'],
  sends: [{ method: 'DELETE' }],
  cases: {
    'the policy is gone, and the other one is not': {
      after: ({ simulator }) => {
        expect(simulator.state.policies.has(ID)).toBe(false)
        expect(simulator.state.policies.size).toBe(1)
      },
    },
    'with API 1.0, by its own path': {
      options: { generation: '1.0' },
      sends: [],
      result: expect.objectContaining({ already_deleted: false }),
      after: (tenant) =>
        expect(sentTo(tenant, LEGACY)).toEqual([{ method: 'POST', query: '', body: { data: [{ id: ID }] } }]),
    },
    'an unknown id is a success that says so, and nothing is deleted': {
      parameters: { policy_id: 'unknown' },
      sends: [],
      result: { policy_id: 'unknown', already_deleted: true, policy: null },
      says: 'There is no policy unknown in Mimecast.',
    },
    'a policy that goes meanwhile is the same': {
      faults: [
        { path: PATH, status: 404, body: { fail: [{ code: 'not_found', message: 'Policy not found' }] } },
      ],
      result: { policy_id: ID, already_deleted: true, policy: null },
    },
    'the same with API 1.0': {
      options: { generation: '1.0' },
      faults: [{ path: LEGACY, body: { meta: { status: 404 }, data: [], fail: [] } }],
      result: expect.objectContaining({ already_deleted: true }),
    },
    'a server error leaves open whether it was deleted': {
      faults: [{ path: PATH, status: 500 }],
      code: 'OUTCOME_UNKNOWN',
    },
    'without an id nothing is sent': { parameters: {}, code: 'PARAMETER_INVALID', sends: [] },
  },
})
