/** Which time of arrival a run searches (docs/vendor/mimecast-connector.md#differences). */
import { type Log, phrase } from '../../runtime/sdk/index.ts'
import { wireTime } from '../time.ts'
import type { Span } from './search.ts'

const SECOND = 1000
const HOUR = 3_600_000
/** Mimecast tracks mail for 30 days and refuses a search that begins exactly then; an hour is room for clocks. */
const LONGEST = 30 * 24 * HOUR - HOUR

/**
 * From where the last run said, or so many hours back in the first one, to now. What Mimecast does not track any more
 * is lost, and a warning says so.
 *
 * @param from where the last run said, ms
 * @param hours how far the first run goes back
 * @param overlap how far every other one goes back behind `from`, ms
 */
export function chooseSpan(
  from: number | undefined,
  now: number,
  { hours, overlap }: { hours: number; overlap: number },
  log: Log,
): Span {
  const to = Math.floor(now / SECOND) * SECOND
  const wanted = Math.floor((from === undefined ? to - hours * HOUR : from - overlap) / SECOND) * SECOND
  const earliest = to - LONGEST
  if (wanted >= earliest) return { from: Math.min(wanted, to), to }
  if (from === undefined) {
    log.info(
      {},
      `Max Hours Backwards is shortened: mail received before ${wireTime(earliest)} is not searched, because Mimecast tracks 30 days.`,
    )
  } else {
    const words = { from: wireTime(from), earliest: wireTime(earliest) }
    log.warn(
      {},
      phrase(
        'The last run lies too far back: mail received before {earliest} is not searched, because Mimecast tracks 30 days; what came between {from} and then is missing.',
        words,
      ),
    )
  }
  return { from: earliest, to }
}

/**
 * Where the next run begins, ms: at the oldest moment that is not dealt with, less the overlap for mail that is indexed
 * or held later. Never before this run's begin, as what was handled before that is forgotten.
 */
export const nextFrom = (span: Span, open: number, overlap: number): number =>
  Math.max(span.from, open - overlap)
