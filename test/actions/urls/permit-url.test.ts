import { describeUrlRule } from '../../support/actions/url-rule.ts'

describeUrlRule('permit-url', {
  action: 'permit',
  done: 'Permitted',
  rest: { disableLogClick: false, disableRewrite: false, disableUserAwareness: false },
})
