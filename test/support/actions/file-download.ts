/** The tests of the actions that download a file by its id: they differ in the endpoint and the file. */
import { expect } from 'vitest'
import { describeAction } from '../action.ts'

/** What is particular about one of the actions. */
export interface FileDownload {
  /** The path that returns the address of the file. */
  path: string
  /** The file of the example. */
  file: { id: string; name: string; size: number }
}

/** Declares the tests of an action that downloads a file. */
export function describeFileDownload(id: string, { path, file }: FileDownload): void {
  describeAction(id, {
    path,
    sends: [{ body: { data: [{ id: file.id }] } }],
    cases: {
      'the file is in the result, in base64': {
        after: (_, result) => {
          const [delivered] = result.files ?? []
          expect(delivered?.name).toBe(file.name)
          expect(Buffer.from(delivered?.content ?? '', 'base64')).toHaveLength(file.size)
        },
      },
      'the name that Mimecast gives is used without another one': {
        parameters: { file_id: file.id },
        result: expect.objectContaining({ file_name: file.name, size: file.size }),
      },
      'another SHA-256 than the expected one fails': {
        parameters: { file_id: file.id, sha256: 'a'.repeat(64) },
        code: 'VENDOR_REJECTED',
        says: 'the file has the SHA-256',
      },
      'a file that is too large is not delivered': {
        parameters: { file_id: file.id, max_size: 2000 },
        code: 'RESPONSE_INVALID',
      },
      'a host that is not allowed is not asked': {
        faults: [
          {
            path,
            body: { meta: { status: 200 }, data: [{ urls: ['https://storage.evil.test/x'] }], fail: [] },
          },
        ],
        code: 'RESPONSE_INVALID',
        says: 'storage.evil.test, which is not an allowed host',
      },
      'an unknown id fails': { parameters: { file_id: 'unknown' }, code: 'VENDOR_REJECTED' },
    },
  })
}
