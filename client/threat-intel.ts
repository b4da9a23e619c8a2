/** Endpoint of the threat intelligence feed (docs/vendor/mimecast-logs.md#threat-intelligence-feed). */
import type { GetThreatIntelFeed } from '../actions/threat-intel/types.gen.ts'
import { ActionError, isRecord, type Log, type Page, pages, phrase } from '../runtime/sdk/index.ts'
import type { Client } from './index.ts'
import { refusedOnlyFor, VENDOR } from './vendor.ts'

/** An indicator of the feed, and the names of the malware that it indicates. */
export type Indicator = GetThreatIntelFeed['wire'] & { malware: string[] }

const FEED = '/api/ttp/threat-intel/get-feed'
const EMPTY = 'err_threat_intel_feed_no_result_found'
const NEXT = 'x-mc-threat-feed-next-token'

/** Indicators of a feed. Each part of the feed is a file, and a header of the response names the next one. */
export function threatFeed(
  client: Client,
  { feedType, ...window }: { feedType: string; start: string; end: string },
  { log, limit }: { log: Log; limit: number },
): AsyncGenerator<Indicator, void, undefined> {
  const read = async (token: unknown): Promise<Page<Indicator>> => {
    const item = { feedType, fileType: 'stix', ...(token === undefined ? window : { token }) }
    try {
      const file = await client.download(FEED, item, { envelope: 'any type' })
      return { rows: indicatorsIn(objectsIn(file.bytes)), next: file.headers[NEXT] }
    } catch (thrown) {
      if (refusedOnlyFor(thrown, EMPTY)) return { rows: [] }
      throw thrown
    }
  }
  return pages(read, { log, vendor: VENDOR, limit })
}

/** The objects of a STIX 2.0 bundle. Throws RESPONSE_INVALID for anything else: it would look like an empty feed. */
function objectsIn(bytes: Uint8Array): Record<string, unknown>[] {
  const bundle = parsed(Buffer.from(bytes).toString())
  if (isRecord(bundle) && bundle.type === 'bundle') {
    const objects: unknown = bundle.objects ?? []
    if (Array.isArray(objects)) return objects.filter((object) => isRecord(object))
  }
  const reason = phrase('the file is not a STIX bundle')
  throw new ActionError('RESPONSE_INVALID', { url: FEED, vendor: VENDOR, reason })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The indicators among the objects. What an indicator indicates is in objects of their own. */
function indicatorsIn(objects: readonly Record<string, unknown>[]): Indicator[] {
  const names = new Map(objects.flatMap(({ type, id, name }) => (type === 'malware' ? [[id, name]] : [])))
  const indicated = Map.groupBy(
    objects.filter((object) => object.relationship_type === 'indicates'),
    (object) => object.source_ref,
  )
  return objects
    .filter((object) => object.type === 'indicator')
    .map((indicator) => ({
      ...indicator,
      malware: (indicated.get(indicator.id) ?? [])
        .map((object) => names.get(object.target_ref))
        .filter((name) => typeof name === 'string'),
    }))
}
