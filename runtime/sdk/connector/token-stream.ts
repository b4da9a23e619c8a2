/** Reads a stream of a connector whose position is the token of a page. */
import { toActionError } from '../../contract/errors.ts'
import { phrase } from '../../contract/phrases.ts'
import { rowIdentity } from './identity.ts'
import { warnOfGap } from './read-stream.ts'
import type { Stream, StreamLimits, Taken } from './stream.ts'
import type { TokenPosition } from './token-position.ts'
import { type RunWindow, runWindow } from './window.ts'

/** A stream of rows in pages that follow each other for ever, such as files that a vendor writes every few minutes. */
export interface TokenStream<R extends object = object>
  extends Pick<Stream<R>, 'name' | 'timeOf' | 'idOf' | 'keep' | 'alertOf' | 'permission'> {
  /**
   * One page: the one that the token names, or the first one since `from`, milliseconds. A refused token
   * (VENDOR_REJECTED) is not used again: the stream is then read from a time.
   */
  page(from: { token: string } | { token: undefined; from: number }): Promise<TokenPage<R>>
  /** False while no page may be requested, for vendors that limit the number of calls. Default: always true. */
  ready?(): boolean
  /** Milliseconds during which the vendor is not asked again after it said that there is nothing newer. Default 0. */
  pause?: number
}

/** One page of a token stream. */
export interface TokenPage<R> {
  /** Read one after another. A run may end inside one. */
  parts: readonly TokenPart<R>[]
  /** Token of the next page, which may not exist yet; undefined: this page is requested again. */
  next: string | undefined
  /** True when there is nothing newer now. */
  caught_up: boolean
}

/** A part of a page, such as a file. */
export interface TokenPart<R> {
  /** The same whenever the page is requested. */
  name: string
  /** Its rows, always in the same order; they are read as they are used. */
  rows(): AsyncIterable<R>
}

/**
 * Reads a stream from its position and moves it row by row, so that a failure repeats nothing. Rows are not collected: only
 * alerts are kept, at most `limit`. The first run, and one whose token was refused, begins at a time; rows that are older, or
 * that became an alert within the overlap before it, are skipped.
 */
export async function readTokenStream<R extends object>(
  stream: TokenStream<R>,
  position: TokenPosition,
  limits: StreamLimits,
): Promise<Taken> {
  const { first, overlap, history, over = () => false } = limits
  const from = position.floor ?? (position.newest === undefined ? undefined : position.newest - overlap)
  const window = runWindow({ from, first, history: history ?? Number.POSITIVE_INFINITY })
  const taken: Taken = { window, alerts: [], count: 0, units: 0, known: 0, more: false }
  if (isPausing(stream, position)) return taken
  try {
    for (;;) {
      taken.more = over()
      if (taken.more || stream.ready?.() === false) break
      const page = await pageOf(stream, position, window, limits)
      taken.more = !(await readParts(page.parts, stream, position, limits, taken))
      if (taken.more) break
      const ends = page.caught_up || page.next === undefined || page.next === position.token
      position.turn(page.next ?? position.token, ends ? Date.now() : undefined, overlap)
      if (ends) break
    }
  } catch (thrown) {
    taken.failure = toActionError(thrown)
  }
  return taken
}

const isPausing = (
  { pause = 0 }: Pick<TokenStream, 'pause'>,
  { caughtUp, isInside }: TokenPosition,
): boolean => !isInside && caughtUp !== undefined && Date.now() - caughtUp < pause

/** The page at the position; the first one of the window if there is no token, or if it is refused. */
async function pageOf<R extends object>(
  stream: TokenStream<R>,
  position: TokenPosition,
  window: RunWindow,
  { log }: StreamLimits,
): Promise<TokenPage<R>> {
  const { name } = stream
  const { token, newest, floor } = position
  if (token !== undefined) {
    try {
      return await stream.page({ token })
    } catch (thrown) {
      if (toActionError(thrown).code !== 'VENDOR_REJECTED') throw thrown
    }
  }
  const page = await stream.page({ token: undefined, from: window.from })
  if (token !== undefined)
    log.warn(
      { code: 'token_refused', stream: name },
      phrase('The position of "{name}" was refused; it is read again from its last rows.', { name }),
    )
  if (window.cut) warnOfGap(name, window, newest, log)
  // Without a token but with a floor, the run continues inside the first page.
  if (token !== undefined || floor === undefined) position.restart(window.from)
  return page
}

/** Reads the parts of a page; false if the run ended before their last row. */
async function readParts<R extends object>(
  parts: readonly TokenPart<R>[],
  stream: TokenStream<R>,
  position: TokenPosition,
  { limit, over = () => false }: StreamLimits,
  taken: Taken,
): Promise<boolean> {
  for (const part of parts) {
    const before = position.rowsOf(part.name)
    if (before === undefined) continue
    let rows = 0
    for await (const row of part.rows()) {
      if (rows++ < before) continue
      if (taken.alerts.length >= limit || over()) return false
      await readRow(row, stream, position, taken, [part.name, rows])
    }
    position.finished(part.name)
  }
  return true
}

async function readRow<R extends object>(
  row: R,
  stream: TokenStream<R>,
  position: TokenPosition,
  taken: Taken,
  [part, rows]: [string, number],
): Promise<void> {
  const time = stream.timeOf(row)
  const isOld = time !== undefined && position.floor !== undefined && time < position.floor
  if (isOld || stream.keep?.(row) === false) return position.handled(part, rows, { time })
  const id = stream.idOf?.(row) ?? rowIdentity(row)
  if (position.knows(id)) {
    taken.known++
    return position.handled(part, rows, { time })
  }
  const found = { id, time: time ?? Date.now(), rows: [row] as [R], group: undefined, update: false }
  const alert = await stream.alertOf(row, found)
  if (alert) taken.alerts.push(alert)
  taken.count++
  taken.units = taken.alerts.length
  position.handled(part, rows, { time, ...(alert && { id }) })
}
