import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/gateway/message/get-message-detail'
const ID =
  'eNpF-N3a8w4VtVYKjZ2RmrXOeFsWvwpfYl5_HJaVTdqbNV3CTk_niiy5UJTWcBf-u9kEjBs2FpZFPCgjGJ41lVcpHcxa1FrOjDN8hRkMVptIl-5iAaLCVbwpiwutSQ2X'

describeAction('get-held-message-detail', {
  path: PATH,
  forbidden: false,
  sends: [{ body: { data: [{ id: ID, context: 'DELIVERED' }] } }],
  cases: {
    'API 2.0 without the call says so': {
      faults: [{ path: PATH, status: 403 }],
      code: 'NOT_SUPPORTED',
      says: 'Mimecast does not offer the details of held messages to these credentials',
    },
    'a path that does not exist is the same': {
      faults: [{ path: PATH, status: 404 }],
      code: 'NOT_SUPPORTED',
    },
    'API 1.0 without the permission says so': {
      options: { generation: '1.0' },
      faults: [{ path: PATH, status: 403 }],
      code: 'PERMISSION_DENIED',
      says: 'Gateway | Tracking | Read',
    },
    'an unknown id fails': { parameters: { hold_id: 'unknown' }, code: 'VENDOR_REJECTED' },
    'an empty answer is a failure': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [], fail: [] } }],
      code: 'VENDOR_REJECTED',
      says: 'it returned nothing about the message',
    },
    'the verdict of each attachment is there': {
      result: expect.objectContaining({
        attachments: [expect.objectContaining({ file_name: 'bank-details.pdf', verdict: 'safe' })],
      }),
    },
  },
})
