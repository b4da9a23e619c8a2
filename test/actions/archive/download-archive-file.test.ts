import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/archive/get-file'
const ID =
  'eNoVn8yhSBckB-FhKr63i2PXF9hxDfkH13Ly-fZD6L_juYwgTRGJJo7HhmHmXJ_8qjEfLmY0lgaNOdpn7hg1-pFkSdHRJ5F3teYRhTeYsKb2sGn3J2R7z0hUVsPSFU6un7kb2X7fiVyMEPzomgGpbCHL5QuSiP1d'

describeAction('download-archive-file', {
  path: PATH,
  sends: [{ body: { data: [{ id: ID }] } }],
  cases: {
    'the file is in the result, in base64': {
      after: (_, result) => {
        const [file] = result.files ?? []
        expect(file?.name).toBe('contract-draft.docx')
        expect(Buffer.from(file?.content ?? '', 'base64')).toHaveLength(148220)
      },
    },
    'the name that Mimecast gives is used without another one': {
      parameters: { file_id: ID },
      result: expect.objectContaining({ file_name: 'contract-draft.docx', size: 148220 }),
    },
    'another SHA-256 than the expected one fails': {
      parameters: { file_id: ID, sha256: 'a'.repeat(64) },
      code: 'VENDOR_REJECTED',
      says: 'the file has the SHA-256',
    },
    'a file that is too large is not delivered': {
      parameters: { file_id: ID, max_size: 2000 },
      code: 'RESPONSE_INVALID',
    },
    'a host that is not allowed is not asked': {
      faults: [
        {
          path: PATH,
          body: { meta: { status: 200 }, data: [{ urls: ['https://storage.evil.test/x'] }], fail: [] },
        },
      ],
      code: 'RESPONSE_INVALID',
      says: 'storage.evil.test, which is not an allowed host',
    },
    'an unknown id fails': { parameters: { file_id: 'unknown' }, code: 'VENDOR_REJECTED' },
  },
})
