/** Formats epoch milliseconds as ISO 8601. */

let latest = { at: Number.NaN, text: '' }

/** A moment, in epoch milliseconds, as ISO 8601 text. Kept for the next caller: many runs and lines fall into the same millisecond. */
export function isoTime(at: number): string {
  if (latest.at !== at) latest = { at, text: new Date(at).toISOString() }
  return latest.text
}
