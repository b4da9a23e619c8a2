/** Lines of a row that are too long for memory: none is lost, and no file stays open or behind. */
import { mkdtemp, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { createLineBuffer } from '../../runtime/table/output/line-buffer.ts'
import { fileSink } from '../../runtime/table/output/sink.ts'
import { type RowRun, runRow } from '../../runtime/table/run-row.ts'

/** The temporary folder of the test. */
let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soar-lines-'))
  vi.stubEnv('TMPDIR', folder)
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
})

async function textOf(chunks: AsyncIterable<string | Uint8Array>): Promise<string> {
  const parts: Buffer[] = []
  for await (const chunk of chunks) parts.push(Buffer.from(chunk))
  return Buffer.concat(parts).toString()
}

describe('a line buffer beyond its memory', () => {
  test('keeps lines in order that are added without waiting, in one file', async () => {
    const box = createLineBuffer(10)
    const lines = Array.from({ length: 50 }, (_, at) => `line ${at} of the row\n`)
    await Promise.all(lines.map((line) => box.add(line)))
    expect(await readdir(folder)).toHaveLength(1)
    expect(await textOf(box.chunks())).toBe(lines.join(''))
    await box.drop()
    expect(await readdir(folder)).toEqual([])
  })

  test('removes its file also when it is dropped while it writes', async () => {
    const box = createLineBuffer(10)
    const adding = box.add('a line of the row\n')
    await box.drop()
    await adding
    expect(await readdir(folder)).toEqual([])
  })
})

describe('a row', () => {
  const LONG = 'x'.repeat(1024 * 1024 + 1)
  const run = {
    print: ({ fields }: { fields: { text?: string } }) => `${fields.text}\n`,
    shape: 'fields',
    lockout: { isOpen: false, record: () => {} },
    load: { paused_until: 0 },
    totals: { shared: 0 },
    signal: new AbortController().signal,
  } as unknown as RowRun
  type Options = { takeRow: (record: object) => void | Promise<void> }
  const rowOf = (perform: (options: Options) => Promise<unknown>) =>
    ({ do: 'run', row: { index: 0, columns: {} }, ready: { inputs: {}, perform } }) as unknown as Parameters<
      typeof runRow
    >[1]

  test('that fails while it writes lines leaves no file', async () => {
    const failing = rowOf(async ({ takeRow }) => {
      await takeRow({ text: LONG })
      expect(await readdir(folder)).toHaveLength(1)
      throw new Error('no space left')
    })
    await expect(runRow(run, failing)).rejects.toThrow('no space left')
    expect(await readdir(folder)).toEqual([])
  })

  test('takes no records of a module that goes on after its end', async () => {
    let late: Options['takeRow'] = () => {}
    const done = { result: { is_success: true, json_result: [], run: {} }, written: false }
    const { box } = await runRow(
      run,
      rowOf(async ({ takeRow }) => {
        await takeRow({ text: 'one' })
        late = takeRow
        return done
      }),
    )
    await late({ text: LONG })
    expect([box.lines, await textOf(box.chunks())]).toEqual([1, 'one\n'])
    expect(await readdir(folder)).toEqual([])
  })
})

test('an output file that cannot be made durable is closed all the same', async () => {
  const calls: string[] = []
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC' })
  const handle = {
    datasync: () => Promise.reject(full),
    close: async () => {
      calls.push('closed')
    },
  }
  const sink = fileSink(handle as unknown as Parameters<typeof fileSink>[0], 'out.csv')
  await expect(sink.end()).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
  expect(calls).toEqual(['closed'])
})
