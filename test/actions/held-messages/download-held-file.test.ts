import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/gateway/message/get-file'
const ID =
  'eNoVx55EcCz4PNbh9jImeq-Qj_5p5GF2C8b6ov1CvI2auCuS9ZHDjLwv_NAFjYoNc2cI5I0I9dpPXkx9mY9skl3a3NPzJafjCd4b3NuuzLFGRrbrotMaH8RdxmUGp3IKY8tNsnyJw5IKHB54TEW9TpOhy-OqY01h'

describeAction('download-held-file', {
  path: PATH,
  sends: [{ body: { data: [{ id: ID }] } }],
  cases: {
    'the file is in the result, in base64': {
      after: (_, result) => {
        const [file] = result.files ?? []
        expect(file?.name).toBe('bank-details.pdf')
        expect(Buffer.from(file?.content ?? '', 'base64')).toHaveLength(81234)
      },
    },
    'the name that Mimecast gives is used without another one': {
      parameters: { file_id: ID },
      result: expect.objectContaining({ file_name: 'bank-details.pdf', size: 81234 }),
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
