/** The two authentication schemes behind one interface. */
import type { ClientSetup } from '../runtime/sdk/index.ts'
import type { Connection } from './credentials.ts'
import { sign } from './hmac.ts'
import { tokenAuth } from './oauth.ts'
import type { Auth } from './types.ts'

/** The strategy for the given credentials. */
export function createAuth(connection: Connection, setup: ClientSetup): Auth {
  const { credentials, root } = connection
  if (credentials.api === '2.0') return tokenAuth(credentials, root, setup)
  return {
    api: '1.0',
    headers: (uri) => sign(credentials, uri),
    renew: () => false,
  }
}
