import { describeAction } from '../../support/action.ts'

const BLOCKED =
  'eNoV_V2yWH1eQuZQlbb6Lr2IgfjgUHpQAseQbsPIrKXBRa3592fl1MMFufcKKKp-YB5T4kNsF0myUvTUqBPaa2yiQrdGjBi5z2YaQIXcAX-oF120ItLs3oB2lmuVinsdS7SjM84FeB6tWPEeoxS1Z9kFh0xhebpVo53BJmvEP1bjY68_CNR8pxMc'
const PERMITTED =
  'eNoVAYqhkowk6mPSuzn2QgjjRIr-hTtAsWvxCY7dd4EZWXDssZodHuUr4ezDHpq4zDPMAJ0JMzAO-Yp2dbkZJJVmm7oPw9W7k6lF5vjHfnQ_CwHG5goT76v7bDeH6xOIZ5AzlYapwrQa4ZAgXhjmpOghE2MUpX_dSVae9vzs-D9JST_o31oJc2j6'
const member = { id: BLOCKED, emailAddress: 'deals@bulk.example.net' }

describeAction('remove-group-member', {
  path: '/api/directory/remove-group-member',
  sends: [{ body: { data: [member] } }],
  cases: {
    'a member is gone afterwards, and the others are not': {
      after: ({ simulator }) => {
        const members = simulator.state.groups.get(BLOCKED)?.members
        if (members?.size !== 121 || members.has('deals@bulk.example.net')) throw new Error('not removed')
      },
    },
    'a domain is removed': {
      parameters: { id: BLOCKED, domain: 'spam.example.org' },
      sends: [{ body: { data: [{ id: BLOCKED, domain: 'spam.example.org' }] } }],
      says: 'Successfully removed spam.example.org from the group',
    },
    'what is not a member is a success that says so': {
      parameters: { id: BLOCKED, email_address: 'absent@example.org' },
      result: {
        id: null,
        group_id: BLOCKED,
        email_address: 'absent@example.org',
        domain: null,
        already_removed: true,
      },
      says: 'absent@example.org is not a member of the group',
    },
    'neither address nor domain is refused before a request': {
      parameters: { id: BLOCKED },
      code: 'PARAMETER_INVALID',
      says: '"Email Address" or "Domain" is required',
      sends: [],
    },
    'both are refused before a request': {
      parameters: { id: BLOCKED, email_address: 'a@b.test', domain: 'b.test' },
      code: 'PARAMETER_INVALID',
      sends: [],
    },
    'an unknown group is refused': {
      parameters: { id: `${BLOCKED}x`, domain: 'b.test' },
      code: 'VENDOR_REJECTED',
      says: 'an id in the request is probably truncated or damaged',
    },
    'a group that is read-only is not changed': {
      parameters: { id: PERMITTED, email_address: 'a@b.test' },
      code: 'VENDOR_REJECTED',
    },
  },
})
