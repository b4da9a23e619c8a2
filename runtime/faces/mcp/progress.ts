/** Tells a client that waits how far a call is: rows read so far, or only that it is still running. */
import type { Outcome } from '../../contract/action.ts'
import type { Say } from '../../i18n/sentences.ts'
import type { Integration } from '../../integration/integration.ts'

/** One notification; `progress` is seconds since the start and rises each time, since how many rows will come nobody knows. */
export interface Progress {
  progress: number
  message: string
}

/** Milliseconds between two notifications about rows, and between two signs of life. */
const ROWS_PAUSE = 250
const LIFE_PAUSE = 2_000

/** A running report. */
export interface Reporter {
  row(): void
  stop(): void
}

/** Reports to `tell`. The first row is reported at once. */
export function startReport(
  tell: (progress: Progress) => void,
  say: Say,
  now: () => number = Date.now,
): Reporter {
  const started = now()
  let rows = 0
  let last = 0
  let lastAt = Number.NEGATIVE_INFINITY
  const report = (): void => {
    const elapsed = (now() - started) / 1000
    last = Math.max(elapsed, last + 0.001)
    lastAt = now()
    const seconds = elapsed.toFixed(1)
    tell({
      progress: last,
      message: rows > 0 ? say('rows_read', { rows, seconds }) : say('running', { seconds }),
    })
  }
  const timer = setInterval(report, LIFE_PAUSE)
  timer.unref()
  return {
    row: () => {
      rows++
      if (now() - lastAt >= ROWS_PAUSE) report()
    },
    stop: () => clearInterval(timer),
  }
}

/** The integration with someone looking at the rows of a result as they come. */
export function watchRows(integration: Integration, onRow: () => void): Integration {
  return {
    ...integration,
    action: async (id) => {
      const action = await integration.action(id)
      return {
        ...action,
        module: async () => {
          const module = await action.module()
          return {
            run: async (context) => {
              const outcome = await module.run(context)
              return { ...outcome, result: watched(outcome.result, onRow) }
            },
          }
        },
      }
    },
  }
}

const isStream = (value: unknown): value is AsyncIterable<unknown> =>
  value !== null && typeof value === 'object' && Symbol.asyncIterator in value

const watched = (result: Outcome['result'], onRow: () => void): Outcome['result'] =>
  isStream(result) ? watchStream(result, onRow) : result

async function* watchStream(rows: AsyncIterable<unknown>, onRow: () => void): AsyncGenerator<never> {
  for await (const row of rows) {
    onRow()
    yield row as never
  }
}
