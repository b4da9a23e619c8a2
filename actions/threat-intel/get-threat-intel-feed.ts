import type { Action } from '../../client/index.ts'
import { type Indicator, threatFeed } from '../../client/threat-intel.ts'
import { wireTime } from '../../client/time.ts'
import { mapRows, timeWindow } from '../../runtime/sdk/index.ts'
import type { GetThreatIntelFeed } from './types.gen.ts'

export const run: Action<GetThreatIntelFeed> = async ({ inputs, client, log, toRow }) => {
  const { feed: feedType, start_time, end_time, limit } = inputs
  const { from, to } = timeWindow(start_time, end_time, { length: WEEK, write: wireTime })
  const window = { from: wireTime(from), to: wireTime(to) }
  const found = threatFeed(client, { feedType, start: window.from, end: window.to }, { log, limit })
  const shape = (indicator: Indicator) => ({
    ...toRow(indicator),
    malware: indicator.malware,
    ...hashesIn(indicator.pattern),
  })
  return { result: mapRows(found, shape, { limit }), values: { window } }
}

const WEEK = 7 * 86_400_000

const HASH = /file:hashes\.'?(SHA-?256|SHA-?1|MD5)'?\s{0,4}=\s{0,4}'([0-9a-f]{32,64})'/gi

/** The hashes of a pattern such as `[file:hashes.'SHA-256' = '88f7…']`. */
function hashesIn(pattern: string | null | undefined) {
  const found = new Map<string, string>()
  for (const [, name = '', hash = ''] of (pattern ?? '').matchAll(HASH))
    found.set(name.replace('-', '').toLowerCase(), hash.toLowerCase())
  const of = (name: string): string | null => found.get(name) ?? null
  return { sha256: of('sha256'), sha1: of('sha1'), md5: of('md5') }
}
