import { describeUserLock } from '../../support/actions/user-lock.ts'

describeUserLock('lock-user', { accountLocked: true, besides: { allowPop: false, allowSmtp: false } })
