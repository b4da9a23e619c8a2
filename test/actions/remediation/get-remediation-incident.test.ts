import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/ttp/remediation/get-incident'
const ID =
  'eNob4GA46uIKFzoqA8ReAGuDn_Gjnf67nhmKSndRIQwpscK6P_DH9qk4i-b9PjBnyvTPM_t784QgjRNkRVO3KxxB065tRkkjfiO'

describeAction('get-remediation-incident', {
  path: PATH,
  sends: [{ body: { data: [{ id: ID }] } }],
  cases: {
    'an unknown id fails': { parameters: { incident_id: 'unknown' }, code: 'VENDOR_REJECTED' },
    'without an id nothing is sent': { parameters: {}, code: 'PARAMETER_INVALID', sends: [] },
    'fields that are missing are null, and new ones follow': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [{ id: 'x', newField: 1 }], fail: [] } }],
      result: expect.objectContaining({ id: 'x', code: null, message_id: null, new_field: 1 }),
    },
    'an answer without an incident is not a result': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [], fail: [] } }],
      code: 'RESPONSE_INVALID',
    },
  },
})
