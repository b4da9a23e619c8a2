import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const BLOCKED =
  'eNoV_V2yWH1eQuZQlbb6Lr2IgfjgUHpQAseQbsPIrKXBRa3592fl1MMFufcKKKp-YB5T4kNsF0myUvTUqBPaa2yiQrdGjBi5z2YaQIXcAX-oF120ItLs3oB2lmuVinsdS7SjM84FeB6tWPEeoxS1Z9kFh0xhebpVo53BJmvEP1bjY68_CNR8pxMc'
const none = {
  is_member: false,
  matched: null,
  email_address: null,
  domain: null,
  name: null,
  internal: null,
  notes: null,
}
const page = { meta: { pagination: { pageSize: 100 } }, data: [{ id: BLOCKED }] }

describeAction('find-group-member', {
  path: '/api/directory/get-group-members',
  sends: [{ body: page }],
  cases: {
    'an address is covered by its domain': {
      parameters: { id: BLOCKED, email_address: 'anyone@SPAM.example.org' },
      result: expect.objectContaining({
        is_member: true,
        matched: 'domain',
        email_address: null,
        domain: 'spam.example.org',
      }),
      says: 'the group contains the domain spam.example.org',
    },
    'a domain that is a member': {
      parameters: { id: BLOCKED, domain: 'spam.example.org' },
      result: expect.objectContaining({ is_member: true, matched: 'domain' }),
    },
    'a subdomain is not covered': {
      parameters: { id: BLOCKED, email_address: 'a@sub.spam.example.org' },
      result: none,
      says: 'is not a member of the group',
    },
    'an absent address: every page is read': {
      parameters: { id: BLOCKED, email_address: 'absent@example.org' },
      result: none,
      sends: [{ body: page }, { body: expect.objectContaining({ data: [{ id: BLOCKED }] }) }],
    },
    'neither address nor domain is refused before a request': {
      parameters: { id: BLOCKED },
      code: 'PARAMETER_INVALID',
      sends: [],
    },
    'an unknown group is refused': {
      parameters: { id: `${BLOCKED}x`, domain: 'b.test' },
      code: 'VENDOR_REJECTED',
    },
    'a group without members': {
      faults: [
        { path: '/api/directory/get-group-members', body: { meta: { status: 200 }, data: [], fail: [] } },
      ],
      result: none,
    },
  },
})
