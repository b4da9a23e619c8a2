/** The tests of the actions that lock and unlock a user: they differ in the state of the account. */
import { expect } from 'vitest'
import { describeAction } from '../action.ts'
import { refusalCase } from '../refusals.ts'

const PATH = '/api/user/update-user'
const emailAddress = 'dana@example.com'

/** What is particular about one of the actions. */
export interface UserLock {
  /** The state of the account afterwards. */
  accountLocked: boolean
  /** What the example changes besides. */
  besides: object
}

/** Declares the tests of an action that sets whether an account is locked. */
export function describeUserLock(id: string, { accountLocked, besides }: UserLock): void {
  describeAction(id, {
    path: PATH,
    sends: [{ body: { data: [{ emailAddress, accountLocked, ...besides }] } }],
    cases: {
      [`the account is ${accountLocked ? 'locked' : 'unlocked'} afterwards`]: {
        after: ({ simulator }) =>
          expect(simulator.state.tables.get('users')?.get(emailAddress)).toMatchObject({ accountLocked }),
      },
      'nothing else changes unless it is asked for': {
        parameters: { email_address: emailAddress },
        sends: [{ body: { data: [{ emailAddress, accountLocked }] } }],
        result: { email_address: emailAddress, account_locked: accountLocked, pop_and_smtp: 'unchanged' },
      },
      'what is no address is refused before a request': {
        parameters: { email_address: 'nobody' },
        code: 'PARAMETER_INVALID',
        sends: [],
      },
      'a refusal says why': refusalCase(
        PATH,
        {
          field: 'emailAddress',
          code: 'err_validation_invalid_email_address',
          message: 'Email address is not valid',
        },
        { emailAddress },
      ),
    },
  })
}
