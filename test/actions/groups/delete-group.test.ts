import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/directory/delete-group'
const ID =
  'eNoV_V2yWH1eQuZQlbb6Lr2IgfjgUHpQAseQbsPIrKXBRa3592fl1MMFufcKKKp-YB5T4kNsF0myUvTUqBPaa2yiQrdGjBi5z2YaQIXcAX-oF120ItLs3oB2lmuVinsdS7SjM84FeB6tWPEeoxS1Z9kFh0xhebpVo53BJmvEP1bjY68_CNR8pxMc'
const EMPTY =
  'eNoVUI2UilCC1rWRjMIlsHDl-HgiphmRDZ4SLSX1qui8DMZSGsMpwYkWxpCXulSkXCltcHBE19fBYVXZBpNW-NUWTwSgJppAQr1IJurUJQ9ThJzyvXTufulhag3Pl8blJCoFLVQd'

describeAction('delete-group', {
  path: PATH,
  sends: [{ body: { data: [{ id: EMPTY }] } }],
  cases: {
    'the group is gone': {
      after: ({ simulator }) => expect(simulator.state.groups.has(EMPTY)).toBe(false),
    },
    'a group with members is not deleted': {
      parameters: { id: ID },
      code: 'VENDOR_REJECTED',
      says: 'the group has members. Remove them first; nothing was deleted',
      sends: [],
    },
    'a group with subgroups is not deleted': {
      faults: [
        {
          path: '/api/directory/find-groups',
          body: { meta: { status: 200 }, data: [{ folders: [{ id: EMPTY, folderCount: 2 }] }], fail: [] },
        },
      ],
      code: 'VENDOR_REJECTED',
      says: 'the group has 2 subgroups',
      sends: [],
    },
    'an unknown group fails': { parameters: { id: 'unknown' }, code: 'VENDOR_REJECTED', sends: [] },
  },
})
