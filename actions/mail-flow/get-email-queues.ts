import type { Action } from '../../client/index.ts'
import { mailQueues } from '../../client/mail-flow.ts'
import { searchWindow } from '../../client/time.ts'
import type { GetEmailQueues } from './types.gen.ts'

export const run: Action<GetEmailQueues> = async ({ inputs, client, toRow }) => {
  const window = searchWindow(inputs.start_time, inputs.end_time)
  const queues = await mailQueues(client, { start: window.from, end: window.to })
  return { result: toRow(queues), values: { window } }
}
