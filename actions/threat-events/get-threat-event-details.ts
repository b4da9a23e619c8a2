import type { Action } from '../../client/index.ts'
import { threatEventDetails } from '../../client/threat-events.ts'
import { deepSnakeCase, type Row } from '../../runtime/sdk/index.ts'
import type { GetThreatEventDetails } from './types.gen.ts'

export const run: Action<GetThreatEventDetails> = async ({ inputs, client }) => ({
  result: deepSnakeCase(await threatEventDetails(client, inputs.event_id)) as Row,
})
