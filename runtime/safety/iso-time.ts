/** Formats epoch milliseconds as ISO 8601. */

let latest = { at: Number.NaN, text: '' }

/** Formats epoch milliseconds as ISO 8601 text. The last result is cached: many runs and lines share a millisecond. */
export function isoTime(at: number): string {
  if (latest.at !== at) latest = { at, text: new Date(at).toISOString() }
  return latest.text
}
