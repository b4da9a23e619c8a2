/** Parses durations on a command line. */
import { refuse } from '../../../contract/refuse.ts'

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** Milliseconds; the longest delay that a timer supports. */
const LONGEST = 2_147_483_647

/** Milliseconds of `500ms`, `30s`, `2m`, `1h`. Throws REQUEST_INVALID, naming the option. */
export function readDuration(option: string, text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text.trim()) ?? []
  const ms = Math.round(Number(number) * (UNITS[unit ?? ''] ?? 0))
  if (number !== undefined && ms <= LONGEST) return ms
  const most = number === undefined ? '' : ' and at most 596h'
  const reason = `--${option} must be a number with a unit, such as 500ms, 30s or 2m${most}; got "${text.slice(0, 40)}".`
  throw refuse(reason)
}
