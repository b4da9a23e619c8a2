import type { Action } from '../../client/index.ts'
import { type Impersonation, impersonationLogs, type SimilarDomain } from '../../client/threat-logs.ts'
import { searchWindow } from '../../client/time.ts'
import { columns, mapRows, shapeEach } from '../../runtime/sdk/index.ts'
import type { GetTtpImpersonationProtectionLogs } from './types.gen.ts'

const shape = columns<Impersonation>()({
  id: 'id',
  event_time: 'eventTime',
  action: 'action',
  sender_address: 'senderAddress',
  sender_ip_address: 'senderIpAddress',
  recipient_address: 'recipientAddress',
  subject: 'subject',
  definition: 'definition',
  hits: 'hits',
  identifiers: 'identifiers',
  tagged_external: 'taggedExternal',
  tagged_malicious: 'taggedMalicious',
  message_id: 'messageId',
  impersonation_results: 'impersonationResults',
})

const shapeSimilarDomain = columns<SimilarDomain>()({
  impersonation_domain_source: 'impersonationDomainSource',
  similar_domain: 'similarDomain',
  string_similar_to_domain: 'stringSimilarToDomain',
})

const shapeAll = (row: Impersonation) => ({
  ...shape(row),
  impersonation_results: shapeEach(row.impersonationResults, shapeSimilarDomain),
})

export const run: Action<GetTtpImpersonationProtectionLogs> = async ({ inputs, client }) => {
  const { oldest_first: oldestFirst, search_field: searchField = 'all', query, page_size: limit } = inputs
  const window = searchWindow(inputs.start_time, inputs.end_time)
  const logs = impersonationLogs(
    client,
    { ...window, oldestFirst, ...(query !== undefined && { searchField, query }) },
    limit,
  )
  return { result: mapRows(logs, shapeAll), values: { window } }
}
