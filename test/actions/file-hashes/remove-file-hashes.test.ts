import { expect } from 'vitest'
import { describeBatch, HASH } from '../../support/actions/file-hashes.ts'

describeBatch('remove-file-hashes', {
  operation: 'DELETE',
  applied: {
    before: ({ run }) => run('block-file-hashes', { file_hashes: HASH }),
    after: ({ simulator }) => expect(simulator.state.tables.get('hashes')?.has(HASH)).toBe(false),
  },
})
