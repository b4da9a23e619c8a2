/** The streams of the three logs of Targeted Threat Protection. */
import type { Client } from '../index.ts'
import { attachmentStream } from './attachment-stream.ts'
import { clickStream } from './click-stream.ts'
import { impersonationStream } from './impersonation-stream.ts'
import type { Inputs } from './threat-log-filters.ts'

/** The chosen streams. */
export function threatLogStreams(client: Client, inputs: Inputs) {
  const streams = {
    url: clickStream(client, inputs),
    attachment: attachmentStream(client, inputs),
    impersonation: impersonationStream(client, inputs),
  }
  return inputs.streams.map((name) => streams[name])
}
