import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/account/get-account'
const answer = (data: object[]) => [{ path: PATH, body: { meta: { status: 200 }, data, fail: [] } }]

describeAction('get-account', {
  path: PATH,
  sends: [{}],
  cases: {
    'secrets and fields that are not listed are left out': {
      faults: answer([
        { accountCode: 'C1', passphrase: 'open sesame', supportCode: '4711', newSecret: 'hidden' },
      ]),
      after: (_, result) => {
        expect(result.json_result).toMatchObject({ account_code: 'C1', account_name: null, packages: [] })
        expect(JSON.stringify(result)).not.toMatch(/sesame|4711|hidden/)
      },
    },
    'a package without a number keeps its whole name': {
      faults: answer([{ accountCode: 'C1', packages: ['Archive', 'A [x]', 'B [2] C', '[7]', 'D [1053]'] }]),
      result: expect.objectContaining({
        packages: [
          { name: 'Archive', number: null },
          { name: 'A [x]', number: null },
          { name: 'B [2] C', number: null },
          { name: '[7]', number: null },
          { name: 'D', number: 1053 },
        ],
      }),
    },
    'Mimecast names no account': {
      faults: answer([]),
      result: expect.objectContaining({ account_code: null, packages: [] }),
      says: 'names no account',
    },
  },
})
