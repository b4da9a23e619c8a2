/** Our own JSON: a request as `Request`, a result as one line. */
import { parseRequest } from '../run/request.ts'
import type { Dialect } from './dialect.ts'
import type { Platform } from './platform.ts'

const dialect: Dialect = {
  read: async (text) => ({ request: await parseRequest(text) }),
  write: (result) => `${JSON.stringify(result)}\n`,
  exitCode: (result) => (result.is_success ? 0 : result.error?.code === 'REQUEST_INVALID' ? 2 : 1),
}

export const plain: Platform = { id: 'plain', action: async () => dialect }
