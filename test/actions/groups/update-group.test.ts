import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/directory/update-group'
const ID =
  'eNoV_V2yWH1eQuZQlbb6Lr2IgfjgUHpQAseQbsPIrKXBRa3592fl1MMFufcKKKp-YB5T4kNsF0myUvTUqBPaa2yiQrdGjBi5z2YaQIXcAX-oF120ItLs3oB2lmuVinsdS7SjM84FeB6tWPEeoxS1Z9kFh0xhebpVo53BJmvEP1bjY68_CNR8pxMc'

describeAction('update-group', {
  path: PATH,
  sends: [{ body: { data: [{ id: ID, description: 'Blocked Senders 2026' }] } }],
  cases: {
    'the group has the new name, and before has the old one': {
      result: expect.objectContaining({ before: expect.objectContaining({ name: 'Blocked Senders' }) }),
      after: ({ simulator }) =>
        expect(simulator.state.groups.get(ID)?.description).toBe('Blocked Senders 2026'),
    },
    'a move': {
      parameters: { id: ID, parent_id: 'eNoVother' },
      sends: [{ body: { data: [{ id: ID, parentId: 'eNoVother' }] } }],
      result: expect.objectContaining({ name: 'Blocked Senders', parent_id: 'eNoVother' }),
    },
    'nothing to change is refused before a request': {
      parameters: { id: ID },
      code: 'PARAMETER_INVALID',
      says: '"Name" or "Parent ID" is required',
      sends: [],
    },
    'an unknown group fails': { parameters: { id: 'unknown', name: 'x' }, code: 'VENDOR_REJECTED' },
  },
})
