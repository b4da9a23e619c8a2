import feed from '../answers/threat_intel_feed_stix.json' with { type: 'json' }
import { inWindow, placed, type Routes, route } from '../area.ts'
import type { Call, Outcome } from '../call.ts'
import { refuse } from '../envelope.ts'
import { type Fields, text } from '../fields.ts'
import type { JsonObject } from '../types.ts'

const FEED: Fields = {
  feedType: { type: 'text', required: true, one_of: ['malware_customer', 'malware_grid'] },
  fileType: { type: 'text', one_of: ['csv', 'stix'] },
  start: { type: 'date' },
  end: { type: 'date' },
  token: { type: 'text' },
  compress: { type: 'flag' },
}

/** ttp/threat-intel/get-feed: the file itself, or an envelope if there is nothing. Only the region has indicators. */
function getFeed(item: JsonObject, { tenant }: Call): Outcome {
  const bundle = placed(feed, tenant)
  const found =
    text(item, 'feedType') === 'malware_grid' &&
    bundle.objects.some(({ created }) => inWindow(item, created, 'start', 'end'))
  return found
    ? {
        status: 200,
        headers: { 'content-type': 'application/octet-stream' },
        body: Buffer.from(JSON.stringify(bundle)),
      }
    : refuse('err_threat_intel_feed_no_result_found')
}

/** The threat intelligence feed. */
export const routes: Routes = {
  '/api/ttp/threat-intel/get-feed': route('Threat Management', [1, 1], FEED, getFeed),
}
