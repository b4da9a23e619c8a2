import { quota } from '../../client/file-hashes.ts'
import type { Action } from '../../client/index.ts'
import { deepSnakeCase } from '../../runtime/sdk/index.ts'
import type { GetFileHashQuota } from './types.gen.ts'

export const run: Action<GetFileHashQuota> = async ({ client }) => {
  const { data } = await quota(client)
  return { result: deepSnakeCase(data[0] ?? {}) as GetFileHashQuota['result'] }
}
