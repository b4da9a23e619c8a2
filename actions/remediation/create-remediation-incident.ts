import type { Action } from '../../client/index.ts'
import { type Criterion, createIncident, remediationWindow } from '../../client/remediation.ts'
import type { CreateRemediationIncident } from './types.gen.ts'

export const run: Action<CreateRemediationIncident> = async ({ inputs, client, toRow }) => {
  const { reason, start_time, end_time } = inputs
  const window = remediationWindow(start_time, end_time)
  return { result: toRow(await createIncident(client, criterionOf(inputs), { reason, window })) }
}

/** The criterion that Search By names; the manifest requires its value. */
function criterionOf({
  search_by,
  message_ids = [],
  file_hash = '',
  url = '',
}: CreateRemediationIncident['inputs']): Criterion {
  if (search_by === 'hash') return { by: 'hash', hash: file_hash }
  return search_by === 'url' ? { by: 'url', url } : { by: 'message_id', ids: message_ids }
}
