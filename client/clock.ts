/** How far our clock is from the vendor's: a signature carries our time, and a wrong one is refused like a wrong key. */
import { type HttpAnswer, type Phrase, phrase } from '../runtime/sdk/index.ts'

/** Milliseconds that count as a wrong clock. What Mimecast tolerates is not documented; an answer takes seconds. */
const WRONG = 60_000

/** Milliseconds by which our clock is ahead of the host's, as its `Date` header says; undefined without a usable one. */
export function clockAhead({ headers }: HttpAnswer, now = Date.now()): number | undefined {
  const theirs = Date.parse(headers.date ?? '')
  return Number.isNaN(theirs) ? undefined : now - theirs
}

/** What to do about a clock that is wrong; undefined when it is right, or nothing is known of it. */
export function clockRemedy(ahead: number | undefined): Phrase | undefined {
  if (ahead === undefined || Math.abs(ahead) < WRONG) return undefined
  const minutes = Math.round(Math.abs(ahead) / 60_000)
  return ahead > 0
    ? phrase(
        'The clock of this machine is {minutes} min ahead of Mimecast. Correct it first: signatures include the time.',
        {
          minutes,
        },
      )
    : phrase(
        'The clock of this machine is {minutes} min behind Mimecast. Correct it first: signatures include the time.',
        {
          minutes,
        },
      )
}
