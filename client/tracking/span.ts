/** Determines the arrival times that a run searches (docs/vendor/mimecast-connector.md#differences). */
import { type Log, phrase } from '../../runtime/sdk/index.ts'
import { wireTime } from '../time.ts'
import type { Span } from './search.ts'

const SECOND = 1000
const HOUR = 3_600_000
/** Mimecast tracks mail for 30 days and refuses a search that begins exactly then; one hour allows for clock differences. */
const LONGEST = 30 * 24 * HOUR - HOUR

/**
 * The span from the end of the last run, or from the given number of hours ago in the first one, to now. Mail that Mimecast
 * no longer tracks is lost, and a warning reports it.
 *
 * @param from end reported by the last run, ms
 * @param hours how far the first run goes back
 * @param overlap how far every other run goes back before `from`, ms
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
 * Start of the next run, ms: the oldest time that is not processed, minus the overlap for mail that is indexed or held
 * later. Never before the start of this run, because messages handled before that are forgotten.
 */
export const nextFrom = (span: Span, open: number, overlap: number): number =>
  Math.max(span.from, open - overlap)
