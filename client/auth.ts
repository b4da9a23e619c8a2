/** The two authentication schemes behind one interface. */
import type { ClientSetup } from '../runtime/sdk/index.ts'
import type { Connection } from './credentials.ts'
import { createOAuth } from './oauth.ts'
import type { Auth } from './types.ts'

/** The strategy for the given credentials. */
export function createAuth(connection: Connection, setup: ClientSetup): Auth {
  const { credentials, root } = connection
  if (credentials.api === '2.0') return createOAuth(credentials, root, setup)
  return {
    api: '1.0',
    // Loaded late: API 2.0 needs no cryptography, and loading it slows a cold start.
    headers: async (uri) => (await import('./hmac.ts')).sign(credentials, uri),
    renew: () => false,
  }
}
