/**
 * Counts the work of what reads other people's data: twice the input must be about twice the work.
 *
 * Work is counted, not timed: V8 reports how often each block of code was run, which it counts for
 * code that is not optimized: `node --no-opt --no-maglev --no-sparkplug bench/linear.ts`. Prints one line of JSON per
 * reader, with the blocks run for an input and for one twice as large.
 */
import { Session } from 'node:inspector/promises'
import type { Json } from '../runtime/contract/json.ts'
import { compactTable } from '../runtime/faces/mcp/answer/compact-table.ts'
import { readYaml } from '../runtime/integration/yaml/yaml.ts'
import { toPlain } from '../runtime/safety/plain-data.ts'
import { createRedactor } from '../runtime/safety/redact.ts'
import { describeInputs } from '../runtime/service/confirmation.ts'
import { openCsv } from '../runtime/table/input/csv.ts'

const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at)

async function readTable(text: string): Promise<void> {
  const { rows } = await openCsv(chunks(text))
  for await (const _ of rows);
}

async function* chunks(text: string) {
  yield Buffer.from(text)
}

const redactor = createRedactor()
redactor.add('a-secret-of-the-tenant-4711')

/** Readers by name; each gets the size of its input. */
const readers: Record<string, (size: number) => unknown> = {
  'YAML with many keys': (size) =>
    readYaml(
      'x.yaml',
      numbers(size)
        .map((at) => `key${at}: ${at}`)
        .join('\n'),
    ),
  'YAML with many aliases': (size) =>
    readYaml(
      'x.yaml',
      `a: &a 1\nb:\n${numbers(size)
        .map(() => '  - *a')
        .join('\n')}`,
    ),
  'YAML, places of many keys': (size) => {
    const file = readYaml(
      'x.yaml',
      numbers(size)
        .map((at) => `key${at}: ${at}`)
        .join('\n'),
    )
    for (const at of numbers(size)) file.find([`key${at}`], 'wrong')
  },
  'CSV with many columns': (size) =>
    readTable(
      `${numbers(size)
        .map((at) => `c${at}`)
        .join(',')}\n`,
    ),
  'CSV with many rows': (size) =>
    readTable(
      `a,b\n${numbers(size)
        .map((at) => `${at},x`)
        .join('\n')}\n`,
    ),
  'a table of rows with a column each': (size) =>
    compactTable(
      numbers(size).map((at): Json => ({ [`column${at}`]: at })),
      8192,
    ),
  'a confirmation of a long list': (size) => describeInputs([{ label: 'Ids', value: numbers(size) }]),
  'redaction of escaped text': (size) => redactor.redact('%41&amp;\\u0041=3D x '.repeat(size)),
  'plain data of many keys': (size) =>
    toPlain(Object.fromEntries(numbers(size).map((at) => [`key${at}`, `${at}`])), redactor.redact),
}

/** Blocks of code that a piece of work runs. */
async function blocksOf(session: Session, work: () => unknown): Promise<number> {
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  await work()
  const { result } = await session.post('Profiler.takePreciseCoverage')
  await session.post('Profiler.stopPreciseCoverage')
  const ranges = result.flatMap(({ functions }) => functions.flatMap((one) => one.ranges))
  return ranges.reduce((sum, { count }) => sum + count, 0)
}

const SIZE = 2_000

const session = new Session()
session.connect()
await session.post('Profiler.enable')
for (const [reader, read] of Object.entries(readers)) {
  // The first time loads modules.
  await read(SIZE)
  const [once, twice] = [
    await blocksOf(session, () => read(SIZE)),
    await blocksOf(session, () => read(2 * SIZE)),
  ]
  process.stdout.write(`${JSON.stringify({ reader, once, twice, ratio: twice / once })}\n`)
}
session.disconnect()
