import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'
import type { MimecastTenant } from '../../support/mimecast.ts'

const PATH = '/email/cloud-gateway/v1/managed-senders/senders/bulk-delete'
const SENDER = 'billing@suppliers.example.net'

const block = async ({ run }: MimecastTenant) => {
  await run('block-sender', { sender: SENDER, recipient: 'ap@example.com' })
  await run('permit-sender', { sender: SENDER, recipient: 'dana@example.com' })
}

describeAction('remove-managed-sender', {
  path: PATH,
  generations: ['2.0'],
  sends: [{ body: { ids: [SENDER], action: 'block' } }],
  cases: {
    'only entries with the action are gone': {
      before: block,
      result: { senders: [SENDER], removed_count: 1 },
      after: ({ simulator }) =>
        expect([...simulator.state.managed_senders.values()]).toMatchObject([{ type: 'Permit' }]),
    },
    'a domain, and all its entries': {
      before: block,
      parameters: { senders: '@suppliers.example.net, suppliers.example.net' },
      sends: [{ body: { ids: ['suppliers.example.net'] } }],
      result: expect.objectContaining({ removed_count: 2 }),
      says: 'Removed the entries of suppliers.example.net',
    },
    'type and trusted entries': {
      parameters: { senders: SENDER, entry_type: 'manual', trusted_only: true },
      sends: [{ body: { ids: [SENDER], type: 'manual', trusted: true } }],
    },
    'without a count in the answer, none is claimed': {
      faults: [{ path: PATH, status: 204 }],
      result: { senders: [SENDER], removed_count: null },
    },
    'action and type together are refused before a request': {
      parameters: { senders: SENDER, action: 'block', entry_type: 'auto' },
      code: 'PARAMETER_INVALID',
      says: 'Only one of "Action" and "Entry Type" is allowed',
      sends: [],
    },
    'what is no address and no domain is refused before a request': {
      parameters: { senders: 'not an address' },
      code: 'PARAMETER_INVALID',
      sends: [],
    },
    'API 1.0 does not have it': {
      options: { generation: '1.0' },
      code: 'NOT_SUPPORTED',
      says: 'in API 2.0 only',
      sends: [],
    },
    'a refusal says why': {
      faults: [
        { path: PATH, status: 400, body: { fail: [{ code: 'err_validation', message: 'ids is wrong' }] } },
      ],
      code: 'VENDOR_REJECTED',
      says: 'ids is wrong',
    },
  },
})
