import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/policy/antispoofing-bypass/update-policy'
const ID =
  'eNoePpohTZ2usgLMsXk-92cAm3XVzt5_y7AYlR6Tdh3GdYFv3giFs6cs6VHZ5JdbtS6-V2vpOvj41qDK0cw-8_qNpiaHndys4KbyLFolYf74pJuEp3eCkmBYbnx'

describeAction('update-anti-spoofing-bypass-policy', {
  path: PATH,
  sends: [
    {
      body: {
        data: [
          {
            id: ID,
            option: 'enable_bypass',
            policy: expect.objectContaining({
              enabled: false,
              description: 'Newsletter sender may use our domain',
              conditions: { spfDomains: ['bulk.example.net'] },
              comment: 'requested by marketing',
            }),
          },
        ],
      },
    },
  ],
  cases: {
    'the policy before and after is in the result': {
      result: expect.objectContaining({
        changed: ['enabled'],
        before: expect.objectContaining({ enabled: true }),
        policy: expect.objectContaining({ enabled: false, spf_domains: ['bulk.example.net'] }),
      }),
    },
    'conditions, times and the option': {
      parameters: {
        policy_id: ID,
        response: 'Disable Bypass',
        spf_domains: 'a.test, b.test',
        end_time: '2026-04-01T00:00:00Z',
      },
      result: expect.objectContaining({
        changed: ['option', 'spf_domains', 'to_date'],
        policy: expect.objectContaining({
          option: 'disable_bypass',
          spf_domains: ['a.test', 'b.test'],
          to_eternal: false,
        }),
      }),
    },
    'values that it has already: nothing is sent': {
      parameters: {
        policy_id: ID,
        enabled: true,
        response: 'Enable Bypass',
        spf_domains: 'bulk.example.net',
      },
      sends: [],
      says: 'already has these values',
    },
    'an unknown id is refused': {
      parameters: { policy_id: 'unknown', enabled: false },
      code: 'VENDOR_REJECTED',
      says: 'there is no policy with the id "unknown"',
      sends: [],
    },
  },
})
