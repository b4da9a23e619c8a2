import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { createEmitter, type Sink } from '../../runtime/table/output/in-order.ts'
import { boxOf, createLineBuffer } from '../../runtime/table/output/line-buffer.ts'

/** A sink that takes text only when it is told to. */
function slowSink(): Sink & { taken: string[]; take(): void } {
  let open = Promise.withResolvers<void>()
  const sink = {
    taken: [] as string[],
    take() {
      open.resolve()
      open = Promise.withResolvers()
    },
    async write(part: string | Uint8Array) {
      await open.promise
      sink.taken.push(String(part))
    },
    end: async () => {},
    abandon: async () => {},
  }
  return sink
}

function listSink(): Sink & { text(): string } {
  const parts: string[] = []
  return {
    text: () => parts.join(''),
    write: async (part) => {
      parts.push(typeof part === 'string' ? part : Buffer.from(part).toString())
    },
    end: async () => {},
    abandon: async () => {},
  }
}

const most = { boxes: 4, bytes: 1_000_000 }

describe('the way to the output', () => {
  test('keeps the order of the rows, however many come before the first', async () => {
    const sink = listSink()
    const emitter = createEmitter(sink, true, { boxes: 10_000, bytes: 1_000_000 })
    const order = Array.from({ length: 1000 }, (_, at) => (at * 7919) % 1000)
    for (const index of order) await emitter.put(index, boxOf([`${index}\n`]))
    await emitter.end()
    expect(sink.text()).toBe(Array.from({ length: 1000 }, (_, at) => `${at}\n`).join(''))
  })

  test('holds rows back while the output is behind, and lets them go on when it is not', async () => {
    const sink = slowSink()
    const emitter = createEmitter(sink, false, most)
    for (let at = 0; at < 4; at++) expect(emitter.put(at, boxOf([`${at}`]))).toBeUndefined()
    await Promise.resolve()
    const held = [4, 5, 6, 7, 8, 9].map((at) => emitter.put(at, boxOf([`${at}`])))
    expect(held.at(-1)).toBeInstanceOf(Promise)
    const ending = emitter.end()
    let done = false
    const finished = Promise.all([ending, ...held]).then(() => {
      done = true
    })
    while (!done) {
      sink.take()
      await new Promise(setImmediate)
    }
    await finished
    expect(sink.taken.join('')).toBe('0123456789')
  })

  test('counts bytes, too: few large answers fill it', async () => {
    const emitter = createEmitter(slowSink(), true, { boxes: 100, bytes: 10 })
    expect(emitter.put(1, boxOf(['x'.repeat(11)]))).toBeInstanceOf(Promise)
  })

  test('that breaks is told to all who wait and to all who come', async () => {
    const broken = new Error('disk full')
    const writing = Promise.withResolvers<void>()
    const emitter = createEmitter(
      { write: () => writing.promise, end: async () => {}, abandon: async () => {} },
      true,
      most,
    )
    await emitter.put(0, boxOf(['0']))
    await new Promise(setImmediate)
    const held = [1, 2, 3, 4, 5].map((at) => emitter.put(at, boxOf([`${at}`])))
    writing.reject(broken)
    await expect(Promise.all(held)).rejects.toBe(broken)
    expect(() => emitter.put(6, boxOf(['6']))).toThrow(broken)
    await expect(emitter.end()).rejects.toBe(broken)
  })
})

describe('a box', () => {
  test('that grows too large goes to a file of its own, which is gone afterwards', async () => {
    const mine = async () => (await readdir(tmpdir())).filter((name) => /^soar-rows-\w{6}$/.test(name))
    const before = await mine()
    const box = createLineBuffer(100)
    for (let at = 0; at < 100; at++) await box.add(`é${at}\n`)
    const expected = Array.from({ length: 100 }, (_, at) => `é${at}\n`).join('')
    expect([box.text, box.lines, box.size]).toEqual([undefined, 100, Buffer.byteLength(expected)])
    expect(await text(box.chunks())).toBe(expected)
    await box.drop()
    expect((await mine()).filter((name) => !before.includes(name))).toEqual([])
  })

  test('reaches the output whole from there, in its turn', async () => {
    const sink = listSink()
    const emitter = createEmitter(sink, true, most)
    const box = createLineBuffer(10)
    for (let at = 0; at < 50; at++) await box.add(`${at},`)
    await emitter.put(1, boxOf(['end']))
    await emitter.put(0, box)
    await emitter.end()
    expect(sink.text()).toBe(`${Array.from({ length: 50 }, (_, at) => `${at},`).join('')}end`)
  })
})
