/** Our own JSON: a request as `Request`, a result as one line. */
import { parseRequest } from '../run/request.ts'
import type { Dialect } from './platform.ts'

export const plain: Dialect = {
  read: async (text) => ({ request: await parseRequest(text) }),
  write: (result) => `${JSON.stringify(result)}\n`,
  exitCode: (result) => (result.is_success ? 0 : result.error?.code === 'REQUEST_INVALID' ? 2 : 1),
}
