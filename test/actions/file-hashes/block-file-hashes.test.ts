import { expect } from 'vitest'
import { describeBatch, HASH } from '../../support/actions/file-hashes.ts'

describeBatch('block-file-hashes', {
  operation: 'BLOCK',
  details: { provider: 'SOC', description: 'ticket 4411' },
  applied: {
    after: ({ simulator }) =>
      expect(simulator.state.tables.get('hashes')?.get(HASH)).toMatchObject({ operationType: 'BLOCK' }),
  },
})
