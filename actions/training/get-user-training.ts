import type { Action } from '../../client/index.ts'
import { userTraining } from '../../client/training.ts'
import type { GetUserTraining } from './types.gen.ts'

export const run: Action<GetUserTraining> = async ({ client, toRow }) => {
  const { data } = await userTraining(client)
  return { result: toRow(data[0] ?? {}) }
}
