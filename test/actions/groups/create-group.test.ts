import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'
import { refusalCase } from '../../support/refusals.ts'

const PATH = '/api/directory/create-group'
const ID =
  'eNoV_V2yWH1eQuZQlbb6Lr2IgfjgUHpQAseQbsPIrKXBRa3592fl1MMFufcKKKp-YB5T4kNsF0myUvTUqBPaa2yiQrdGjBi5z2YaQIXcAX-oF120ItLs3oB2lmuVinsdS7SjM84FeB6tWPEeoxS1Z9kFh0xhebpVo53BJmvEP1bjY68_CNR8pxMc'

describeAction('create-group', {
  path: PATH,
  sends: [{ body: { data: [{ description: 'SOAR blocked senders' }] } }],
  cases: {
    'a group of this name, in any letter case, is a success that says so': {
      parameters: { name: 'blocked senders' },
      sends: [],
      result: expect.objectContaining({ id: ID, name: 'Blocked Senders', already_existed: true }),
      says: 'The group "Blocked Senders" already exists',
    },
    'a part of a name is not the name': {
      parameters: { name: 'blocked' },
      sends: [{ body: { data: [{ description: 'blocked' }] } }],
      result: expect.objectContaining({ already_existed: false }),
    },
    'the same name below another group': {
      parameters: { name: 'Blocked Senders', parent_id: ID },
      sends: [{ body: { data: [{ description: 'Blocked Senders', parentId: ID }] } }],
      result: expect.objectContaining({ parent_id: ID, already_existed: false }),
    },
    'without a name nothing is sent': { parameters: {}, code: 'PARAMETER_INVALID', sends: [] },
    'a refusal says why': refusalCase(PATH, {
      field: 'description',
      code: 'err_validation_null',
      message: 'Field cannot be null',
    }),
  },
})
