/** Our own JSON: a request as `Request`, a result as one line. */
import { parseRequest, readRequest } from '../run/request.ts'
import type { Dialect } from './dialect.ts'
import type { Platform } from './platform.ts'

const dialect: Dialect = {
  read: async (text) => ({ request: await parseRequest(text) }),
  address: async (text) => readRequest(await parseRequest(text)).action,
  write: (result) => `${JSON.stringify(result)}\n`,
  exitCode: (result) => (result.is_success ? 0 : result.error?.code === 'REQUEST_INVALID' ? 2 : 1),
}

export const plain: Platform = { id: 'plain', action: async () => dialect }
