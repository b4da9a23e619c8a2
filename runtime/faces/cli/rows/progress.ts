/** Progress and summary of `soar rows` on standard error. */
import { monotonic } from '../../../http/clock.ts'
import type { Requests, Totals } from '../../../table/totals.ts'
import type { Io } from '../process/io.ts'
import { cut } from '../screen/width.ts'

/** The observed state. */
export interface Watched {
  totals: Totals
  /** The requests behind the rows; undefined if workers send them. */
  load: (() => Requests & { paused_until: number }) | undefined
  /** Completed part of the table, from 0 to 1; undefined if unknown. */
  part(): number | undefined
  started: number
}

/** A progress display that runs until it is stopped. */
export interface Progress {
  stop(): void
}

const BAR = 24

/** Shows the progress: a bar four times a second, or a JSON line every second. */
export function showProgress(how: 'bar' | 'json' | 'none', watched: Watched, io: Io): Progress {
  if (how === 'none') return { stop: () => {} }
  const draw =
    how === 'bar'
      ? () => io.stderr.write(`\r\u001b[2K${cut(barLine(watched), (io.columns ?? 100) - 1)}`)
      : () => io.stderr.write(`${JSON.stringify(snapshot(watched))}\n`)
  const timer = setInterval(draw, how === 'bar' ? 250 : 1000)
  timer.unref()
  return {
    stop: () => {
      clearInterval(timer)
      if (how === 'bar') io.stderr.write('\r\u001b[2K')
    },
  }
}

interface Snapshot {
  rows: number
  failed: number
  per_second: number
  seconds: number
  seconds_left?: number
  requests?: number
  repeats?: number
  pauses?: number
  /** Seconds until the pause requested by the vendor is over. */
  paused_s?: number
}

function snapshot({ totals, load, part, started }: Watched): Snapshot {
  const requests = load?.()
  const seconds = (Date.now() - started) / 1000
  const done = part()
  const left = done !== undefined && done > 0 ? (seconds / done) * (1 - done) : undefined
  const paused = (requests?.paused_until ?? 0) - monotonic()
  return {
    rows: totals.rows,
    failed: totals.failed,
    per_second: Math.round(totals.rows / Math.max(seconds, 0.001)),
    seconds: Math.round(seconds),
    ...(left !== undefined && { seconds_left: Math.round(left) }),
    ...(requests && { requests: requests.requests, repeats: requests.repeats, pauses: requests.pauses }),
    ...(requests && paused > 0 && { paused_s: Math.ceil(paused / 1000) }),
  }
}

function barLine(watched: Watched): string {
  const { rows, failed, per_second, seconds_left, paused_s } = snapshot(watched)
  const part = watched.part()
  const full = Math.round((part ?? 0) * BAR)
  const bar =
    part === undefined ? '' : `[${'█'.repeat(full)}${'·'.repeat(BAR - full)}] ${Math.round(part * 100)} %  `
  const parts = [
    `${number(rows)} rows`,
    failed > 0 ? `${number(failed)} failed` : '',
    `${number(per_second)}/s`,
  ]
  if (seconds_left !== undefined) parts.push(`${span(seconds_left)} left`)
  if (paused_s !== undefined) parts.push(`waiting ${span(paused_s)} for the rate limit`)
  return bar + parts.filter(Boolean).join(' · ')
}

const number = (value: number): string => value.toLocaleString('en')

const span = (seconds: number): string =>
  seconds < 90
    ? `${seconds} s`
    : seconds < 5400
      ? `${Math.round(seconds / 60)} min`
      : `${(seconds / 3600).toFixed(1)} h`

/** The summary: a few lines for people, one JSON line for programs. */
export function summary(watched: Watched, forPeople: boolean): string {
  const { totals, load, started } = watched
  const sent = load?.()
  const ms = Date.now() - started
  if (!forPeople) {
    const { requests, repeats, pauses, paused_ms } = sent ?? {}
    return `${JSON.stringify({ summary: { ...totals, requests, repeats, pauses, paused_ms, ms } })}\n`
  }
  const lines = [
    `${number(totals.rows)} rows in ${(ms / 1000).toFixed(1)} s: ${number(totals.succeeded)} done${totals.empty > 0 ? ` (${number(totals.empty)} without a result)` : ''}, ${number(totals.failed)} failed; ${number(totals.lines)} lines`,
  ]
  if (totals.before > 0) lines.push(`  ${number(totals.before)} of them were finished by an earlier run`)
  if (totals.shared > 0)
    lines.push(`  ${number(totals.shared)} of them reused the result of an identical row`)
  for (const [code, rows] of Object.entries(totals.failures)) lines.push(`  ${code}: ${number(rows)}`)
  if (sent)
    lines.push(
      `  ${number(sent.requests)} requests, ${number(sent.repeats)} retried, ${number(sent.pauses)} pauses for rate limits`,
    )
  const { rows: unknown, first } = totals.unknown
  if (unknown > 0) {
    const more = unknown > first.length ? ', …' : ''
    lines.push(
      `  The outcome of ${number(unknown)} writes is unknown: rows ${first.join(', ')}${more}. Check the tenant before you repeat them (--resume --retry-unknown).`,
    )
  }
  if (totals.lost) {
    const more = totals.lost.rows > totals.lost.first.length ? ', …' : ''
    lines.push(
      `  ${number(totals.lost.rows)} rows were sent and have no line in the output: rows ${totals.lost.first.join(', ')}${more}.`,
    )
  }
  if (totals.stopped) lines.push('  Stopped before the end of the table. Resume with --ledger FILE --resume.')
  return `${lines.join('\n')}\n`
}
