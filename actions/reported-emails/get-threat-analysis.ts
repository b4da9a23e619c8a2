import type { Action } from '../../client/index.ts'
import { threatAnalysis } from '../../client/reported-emails.ts'
import type { GetThreatAnalysis } from './types.gen.ts'

export const run: Action<GetThreatAnalysis> = async ({ inputs, client, toRow }) => ({
  result: toRow(await threatAnalysis(client, inputs.threat_analysis_id)),
})
