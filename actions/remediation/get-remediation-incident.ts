import type { Action } from '../../client/index.ts'
import { incident } from '../../client/remediation.ts'
import type { GetRemediationIncident } from './types.gen.ts'

export const run: Action<GetRemediationIncident> = async ({ inputs, client, toRow }) => ({
  result: toRow(await incident(client, inputs.incident_id)),
})
