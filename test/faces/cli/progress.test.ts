/** What `soar rows` shows while it runs and when it ends. Clocks and stream are the test's own. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Io } from '../../../runtime/faces/cli/process/io.ts'
import { showProgress, summary, type Watched } from '../../../runtime/faces/cli/rows/progress.ts'
import { monotonic } from '../../../runtime/http/clock.ts'
import { noTotals, type Totals } from '../../../runtime/table/totals.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'hrtime', 'setInterval', 'clearInterval'], now: 0 })
})
afterEach(() => {
  vi.useRealTimers()
})

interface State {
  totals?: Partial<Totals>
  part?: number | undefined
  load?: Partial<ReturnType<NonNullable<Watched['load']>>>
}

const watched = ({ totals, part, load }: State = {}): Watched => ({
  totals: { ...noTotals(), ...totals },
  load: () => ({ requests: 0, repeats: 0, pauses: 0, paused_ms: 0, paused_until: 0, ...load }),
  part: () => part,
  started: 0,
})

/** A standard error that keeps what is written. */
function terminal(columns?: number): { io: Io; written: string[] } {
  const written: string[] = []
  const write = (text: string): void => {
    written.push(text)
  }
  return {
    io: { stderr: { write }, ...(columns === undefined ? {} : { columns }) } as unknown as Io,
    written,
  }
}

const CLEAR = '\r\u001b[2K'

/** The bar after ten seconds, without what clears its line. */
function barAfterTenSeconds(state: State, columns?: number): string {
  const { io, written } = terminal(columns)
  const progress = showProgress('bar', watched(state), io)
  vi.advanceTimersByTime(10_000)
  progress.stop()
  expect(written.at(-1)).toBe(CLEAR)
  const last = written.at(-2) ?? ''
  expect(last.startsWith(CLEAR)).toBe(true)
  return last.slice(CLEAR.length)
}

describe('the bar', () => {
  test('is drawn four times a second until it is stopped, and then its line is cleared', () => {
    const { io, written } = terminal()
    const progress = showProgress('bar', watched(), io)
    expect(written).toEqual([])
    vi.advanceTimersByTime(1000)
    expect(written).toHaveLength(4)
    progress.stop()
    vi.advanceTimersByTime(1000)
    expect(written.slice(4)).toEqual([CLEAR])
  })

  test.each<[string, State, string]>([
    ['a table of unknown length', { totals: { rows: 1234 } }, '1,234 rows · 123/s'],
    ['nothing read yet', { part: 0 }, `[${'·'.repeat(24)}] 0 %  0 rows · 0/s`],
    [
      'a quarter',
      { totals: { rows: 50, failed: 2 }, part: 0.25 },
      `[${'█'.repeat(6)}${'·'.repeat(18)}] 25 %  50 rows · 2 failed · 5/s · 30 s left`,
    ],
    ['minutes left', { part: 0.1 }, `[██${'·'.repeat(22)}] 10 %  0 rows · 0/s · 2 min left`],
    ['hours left', { part: 0.001 }, `[${'·'.repeat(24)}] 0 %  0 rows · 0/s · 2.8 h left`],
    ['all of it', { part: 1 }, `[${'█'.repeat(24)}] 100 %  0 rows · 0/s · 0 s left`],
  ])('%s', (_, state, line) => {
    expect(barAfterTenSeconds(state)).toBe(line)
  })

  test('says how long the rate limit makes it wait, and nothing once that is over', () => {
    const ends = monotonic() + 70_500
    expect(barAfterTenSeconds({ load: { paused_until: ends } })).toBe(
      '0 rows · 0/s · waiting 61 s for the rate limit',
    )
    expect(barAfterTenSeconds({ load: { paused_until: monotonic() } })).toBe('0 rows · 0/s')
  })

  test('stays within the terminal', () => {
    expect(barAfterTenSeconds({ part: 0.5 }, 21)).toBe(`[${'█'.repeat(12)}${'·'.repeat(6)}…`)
  })
})

describe('for programs', () => {
  test('a JSON line every second, and none after the end', () => {
    const { io, written } = terminal()
    const state = {
      totals: { rows: 30, failed: 1 },
      part: 0.5,
      load: { requests: 31, repeats: 1, pauses: 1 },
    }
    const progress = showProgress('json', watched(state), io)
    vi.advanceTimersByTime(2000)
    progress.stop()
    vi.advanceTimersByTime(2000)
    const counts = { rows: 30, failed: 1, requests: 31, repeats: 1, pauses: 1 }
    expect(written.map((line) => JSON.parse(line))).toEqual([
      { ...counts, per_second: 30, seconds: 1, seconds_left: 1 },
      { ...counts, per_second: 15, seconds: 2, seconds_left: 2 },
    ])
    expect(written.join('')).toMatch(/^\{.*\}\n\{.*\}\n$/)
  })

  test('nothing where nothing is to be shown', () => {
    const { io, written } = terminal()
    const progress = showProgress('none', watched(), io)
    vi.advanceTimersByTime(2000)
    progress.stop()
    expect(written).toEqual([])
  })

  test('the summary is one JSON line', () => {
    vi.advanceTimersByTime(1500)
    const text = summary(
      watched({ totals: { rows: 3, succeeded: 3 }, load: { requests: 3, paused_ms: 20 } }),
      false,
    )
    expect(text.endsWith('}\n')).toBe(true)
    expect(JSON.parse(text)).toEqual({
      summary: {
        ...noTotals(),
        rows: 3,
        succeeded: 3,
        requests: 3,
        repeats: 0,
        pauses: 0,
        paused_ms: 20,
        ms: 1500,
      },
    })
  })
})

describe('the summary for people', () => {
  const linesOf = (totals: Partial<Totals>): string[] => {
    vi.setSystemTime(1500)
    return summary(watched({ totals, load: { requests: 1200, repeats: 4, pauses: 2 } }), true).split('\n')
  }

  test('of a good run is two lines', () => {
    expect(linesOf({ rows: 1200, succeeded: 1200, lines: 1300 })).toEqual([
      '1,200 rows in 1.5 s: 1,200 done, 0 failed; 1,300 lines',
      '  1,200 requests, 4 retried, 2 pauses for rate limits',
      '',
    ])
  })

  test('has a line for everything that a person has to know', () => {
    expect(
      linesOf({
        rows: 50,
        succeeded: 40,
        empty: 3,
        failed: 10,
        before: 5,
        shared: 2,
        lines: 50,
        failures: { TIMED_OUT: 7, OUTCOME_UNKNOWN: 3 },
        unknown: { rows: 3, first: [7, 9, 11] },
        lost: { rows: 1, first: [4] },
        stopped: true,
      }),
    ).toEqual([
      '50 rows in 1.5 s: 40 done (3 without a result), 10 failed; 50 lines',
      '  5 of them were finished by an earlier run',
      '  2 of them reused the result of an identical row',
      '  TIMED_OUT: 7',
      '  OUTCOME_UNKNOWN: 3',
      '  1,200 requests, 4 retried, 2 pauses for rate limits',
      '  The outcome of 3 writes is unknown: rows 7, 9, 11. Check the tenant before you repeat them (--resume --retry-unknown).',
      '  1 rows were sent and have no line in the output: rows 4.',
      '  Stopped before the end of the table. Resume with --ledger FILE --resume.',
      '',
    ])
  })

  test('says that more rows are concerned than it lists', () => {
    const lines = linesOf({ unknown: { rows: 5, first: [1, 2] }, lost: { rows: 6, first: [3, 4] } }).join(
      '\n',
    )
    expect(lines).toContain('5 writes is unknown: rows 1, 2, …. Check')
    expect(lines).toContain('6 rows were sent and have no line in the output: rows 3, 4, ….')
  })
})
