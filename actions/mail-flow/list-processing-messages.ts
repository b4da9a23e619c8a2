import { listed, personOf } from '../../client/addresses.ts'
import type { Action } from '../../client/index.ts'
import { type ProcessingMessage, processingMessages } from '../../client/mail-flow.ts'
import { wireTime } from '../../client/time.ts'
import { mapRows, timeWindow } from '../../runtime/sdk/index.ts'
import type { ListProcessingMessages } from './types.gen.ts'

/** Mimecast's names of the fields. */
const FIELDS: Record<string, string> = {
  all: 'ALL',
  from: 'fromAddress',
  to: 'toAddress',
  remote_ip: 'remoteIp',
}

const WEEK = 7 * 86_400_000

export const run: Action<ListProcessingMessages> = async ({ inputs, client, toRow }) => {
  const { type, query, search_field: field, route, limit } = inputs
  const span = timeWindow(inputs.start_time, inputs.end_time, { length: WEEK, write: wireTime })
  const window = { from: wireTime(span.from), to: wireTime(span.to) }
  const found = processingMessages(client, {
    type,
    start: window.from,
    end: window.to,
    ...(query !== undefined && { searchBy: { fieldName: FIELDS[field] ?? field, value: query } }),
  })
  const keep = ({ routing }: ProcessingMessage): boolean => route === 'all' || routing === route
  const shape = (message: ProcessingMessage) => ({ ...toRow(message), to: listed(message.to).map(personOf) })
  return { result: mapRows(found, shape, { keep, limit }), values: { window } }
}
