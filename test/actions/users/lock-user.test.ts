import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'
import { refusalCase } from '../../support/refusals.ts'

const PATH = '/api/user/update-user'
const emailAddress = 'dana@example.com'

describeAction('lock-user', {
  path: PATH,
  sends: [
    {
      body: {
        data: [{ emailAddress, accountLocked: true, allowPop: false, allowSmtp: false }],
      },
    },
  ],
  cases: {
    'the account is locked afterwards': {
      after: ({ simulator }) =>
        expect(simulator.state.tables.get('users')?.get(emailAddress)).toMatchObject({ accountLocked: true }),
    },
    'nothing else changes unless it is asked for': {
      parameters: { email_address: emailAddress },
      sends: [{ body: { data: [{ emailAddress, accountLocked: true }] } }],
      result: { email_address: emailAddress, account_locked: true, pop_and_smtp: 'unchanged' },
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
