import { describeUserLock } from '../../support/actions/user-lock.ts'

describeUserLock('unlock-user', {
  accountLocked: false,
  besides: { allowPop: true, allowSmtp: true, forcePasswordChange: true },
})
