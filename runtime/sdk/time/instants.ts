/** Times as people and vendors write them: ISO 8601 with a zone. */

const ISO = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:([Zz])|([+-]\d\d):?(\d\d))$/

/** True for an ISO time with a zone. */
export const isZonedTime = (text: string): boolean => ISO.test(text)

/**
 * An ISO time with a zone in one spelling, zone kept: `2024-05-01T00:00:00+02:00`, with six digits of a fraction if there is
 * one. Any other text unchanged.
 */
export function zonedTime(text: string): string {
  const match = ISO.exec(text)
  if (!match) return text
  const [, date, minutes, seconds = '00', fraction, utc, hours, rest] = match
  const micros = fraction && Number(fraction) > 0 ? `.${fraction.padEnd(6, '0').slice(0, 6)}` : ''
  return `${date}T${minutes}:${seconds}${micros}${utc ? '+00:00' : `${hours}:${rest}`}`
}

/**
 * Milliseconds since 1970 of an ISO time with a zone; NaN for any other text. A leap second, which `Date` does not support,
 * is treated as the second before.
 */
export const instant = (text: string): number =>
  Date.parse(
    zonedTime(text)
      .replace(/(\.\d{3})\d+/, '$1')
      .replace(/:60(?=[.+-])/, ':59'),
  )

/** UTC to the second, without a zone: `2026-03-09T08:14:22`. Append what the vendor writes for UTC. */
export const utcSeconds = (ms: number): string => new Date(ms).toISOString().slice(0, 19)
