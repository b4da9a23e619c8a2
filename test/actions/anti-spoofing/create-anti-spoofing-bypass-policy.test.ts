import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'
import { refusalCase } from '../../support/refusals.ts'

const PATH = '/api/policy/antispoofing-bypass/create-policy'

describeAction('create-anti-spoofing-bypass-policy', {
  path: PATH,
  sends: [
    {
      body: {
        data: [
          {
            option: 'enable_bypass',
            policy: {
              description: 'Newsletter sender may use our domain',
              fromPart: 'both',
              from: { type: 'email_domain', emailDomain: 'example.com' },
              to: { type: 'internal_addresses' },
              enabled: true,
              bidirectional: false,
              override: false,
              comment: 'requested by marketing',
              fromEternal: true,
              toEternal: true,
              conditions: { spfDomains: ['bulk.example.net'] },
            },
          },
        ],
      },
    },
  ],
  cases: {
    'for everyone, switched off, for a time': {
      parameters: {
        description: 'x',
        response: 'Disable Bypass',
        enabled: false,
        start_time: '2026-03-01T00:00:00Z',
        end_time: '2026-04-01T00:00:00Z',
        source_ips: '203.0.113.0/24',
      },
      result: expect.objectContaining({
        option: 'disable_bypass',
        enabled: false,
        from_type: 'everyone',
        source_ips: ['203.0.113.0/24'],
        from_eternal: false,
      }),
      after: ({ simulator }) => expect(simulator.state.tables.get('bypasses')?.size).toBe(2),
    },
    'a domain that is missing is refused before a request': {
      parameters: { description: 'x', sender_type: 'Email Domain' },
      code: 'PARAMETER_INVALID',
      says: '"Sender" is required',
      sends: [],
    },
    'a refusal says why': refusalCase(PATH, {
      field: 'policy',
      code: 'err_policy_invalid_from_value',
      message: 'Invalid fromValue',
    }),
    'a policy that ends before it starts is refused before a request': {
      parameters: { description: 'x', start_time: '2026-04-01T00:00:00Z', end_time: '2026-03-01T00:00:00Z' },
      code: 'PARAMETER_INVALID',
      sends: [],
    },
    'an empty answer leaves open whether it was created': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [], fail: [] } }],
      code: 'OUTCOME_UNKNOWN',
    },
  },
})
