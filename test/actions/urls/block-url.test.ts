import { describeUrlRule } from '../../support/actions/url-rule.ts'

describeUrlRule('block-url', { action: 'block', done: 'Blocked', rest: { disableLogClick: false } })
