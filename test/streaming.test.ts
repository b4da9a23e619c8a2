/** Any number of rows passes through in the memory of a page. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { openMimecast } from './support/mimecast.ts'

const ROWS = 30_000
const STORY_ROWS = 3
const PAGE = 100
const MEGABYTE = 1024 * 1024
const PATH = '/api/ttp/url/get-logs'
const WINDOW = { 'Start Time': '2026-03-01T00:00:00Z', 'End Time': '2026-03-11T00:00:00Z' }

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Bytes in use once everything unused is gone. */
function heap(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

test('thirty thousand log rows pass a caller that takes rows, one page at a time', async () => {
  const { run, simulator } = await openMimecast({ sizes: { logs: ROWS } })
  let taken = 0
  let bytes = 0
  let mostHeld = 0
  const marks: number[] = []
  const takeRow = (row: object): void => {
    const fetched = (simulator.counters.paths.get(PATH) ?? 0) * PAGE
    mostHeld = Math.max(mostHeld, fetched - taken)
    taken++
    bytes += JSON.stringify(row).length
    if (taken % 3_000 === 0) marks.push(heap())
  }
  const more = { timeout_ms: 3_600_000 }
  const result = await run('get-ttp-url-logs', { ...WINDOW, 'Page Size': 1_000_000 }, more, { takeRow })

  expect(result).toMatchObject({ is_success: true, json_result: [] })
  expect(result.output_message).toMatch(/^Found 30,003 TTP URL logs/)
  expect(taken).toBe(ROWS + STORY_ROWS)
  // Of what was fetched never more than one page waits to be taken: nothing is asked for ahead or gathered.
  expect(mostHeld).toBe(PAGE)
  // Nine tenths of the rows pass and leave nothing behind. Gathered, they would take some twenty megabytes.
  expect(bytes).toBeGreaterThan(15 * MEGABYTE)
  const [first = 0, ...later] = marks
  expect(marks).toHaveLength(10)
  expect(Math.max(...later) - first).toBeLessThan(5 * MEGABYTE)
})

test('a caller that has had enough stops the pages, too', async () => {
  const { run, simulator } = await openMimecast({ sizes: { logs: 1000 } })
  let taken = 0
  const takeRow = (): void => {
    if (++taken === 150) throw new Error('enough')
  }
  const result = await run('get-ttp-url-logs', WINDOW, {}, { takeRow })
  expect(result.is_success).toBe(false)
  expect(simulator.counters.paths.get(PATH)).toBe(2)
})
