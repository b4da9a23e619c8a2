/** Determines the arrival times that a run searches (docs/vendor/mimecast-connector.md#differences). */
import { type Log, phrase, runWindow, type TimeWindow } from '../../runtime/sdk/index.ts'
import { wireTime } from '../time.ts'

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
): TimeWindow {
  const span = runWindow({ from, first: hours * HOUR, overlap, history: LONGEST }, now)
  if (!span.cut) return span
  const earliest = wireTime(span.from)
  if (from === undefined) {
    log.info(
      {},
      `Max Hours Backwards is shortened: mail received before ${earliest} is not searched, because Mimecast tracks 30 days.`,
    )
  } else {
    log.warn(
      {},
      phrase(
        'The last run lies too far back: mail received before {earliest} is not searched, because Mimecast tracks 30 days; what came between {from} and then is missing.',
        { from: wireTime(from), earliest },
      ),
    )
  }
  return span
}
