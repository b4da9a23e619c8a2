import { expect } from 'vitest'
import { describeBatch, HASH } from '../../support/actions/file-hashes.ts'

describeBatch('permit-file-hashes', {
  operation: 'ALLOW',
  details: { provider: 'SOC', description: 'ticket 4411' },
  applied: {
    after: ({ simulator }) =>
      expect(simulator.state.tables.get('hashes')?.get(HASH)).toMatchObject({ operationType: 'ALLOW' }),
  },
})
