import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/email/cloud-gateway/v1/managed-senders/recipients/ap%40example.com/bulk-delete'

describeAction('remove-managed-senders-for-recipient', {
  path: PATH,
  generations: ['2.0'],
  sends: [{ body: { action: 'permit' } }],
  cases: {
    'only entries of this recipient are gone': {
      before: async ({ run }) => {
        for (const recipient of ['ap@example.com', 'dana@example.com'])
          await run('permit-sender', { sender: 'a@b.test', recipient })
      },
      result: { recipient: 'ap@example.com', removed_count: 1 },
      after: ({ simulator }) =>
        expect([...simulator.state.managed_senders.values()]).toMatchObject([{ to: 'dana@example.com' }]),
    },
    'without the action nothing is sent': {
      parameters: { recipient: 'ap@example.com' },
      code: 'PARAMETER_INVALID',
      sends: [],
    },
    'API 1.0 does not have it': { options: { generation: '1.0' }, code: 'NOT_SUPPORTED', sends: [] },
  },
})
