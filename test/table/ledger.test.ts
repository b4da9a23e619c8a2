import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { ActionError } from '../../runtime/contract/errors.ts'
import { thisProcess } from '../../runtime/safety/process.mjs'
import { type Ledger, openLedger } from '../../runtime/table/ledger/ledger.ts'
import { boxOf, createLineBuffer } from '../../runtime/table/output/line-buffer.ts'
import { needs } from '../support/needs.ts'
import { folderWith } from '../support/rows.ts'

const fingerprint = { action: 'say', inputs: 'a', config: 'b', output: 'c' }
const open = (file: string, resume = true, now = '2026-01-01T00:00:00.000Z') =>
  openLedger({ file, resume, fingerprint, now })

const ledgerFile = async () => join(await folderWith({}), 'ledger')

const answerOf = (ledger: Ledger, index: number): Promise<string> | undefined => {
  const { answer } = ledger.recall(index) ?? {}
  return answer && text(ledger.answerOf(answer).chunks())
}

const refusal = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ActionError)) throw new Error('It was not refused')
  return String(error.facts.unsent && error.message)
}

/** Three rows: answered with braces and lines that look like records, failed, sent and never heard of again. */
async function written(file: string): Promise<void> {
  const ledger = await open(file)
  ledger.planned(0, '00000000000000aa')
  await ledger.sent(0)
  await ledger.done({ i: 0, s: 'answered' }, boxOf(['{"i":1,"s":"answered"}\n', 'é\n']))
  ledger.planned(1, '00000000000000bb')
  await ledger.done({ i: 1, s: 'failed', code: 'NETWORK_FAILED', retry: true }, boxOf(['no\n']))
  ledger.planned(2, '00000000000000cc')
  await ledger.sent(2)
  await ledger.end(false)
}

describe('a ledger', () => {
  test('remembers each row as it was last recorded, and its answer to the byte', async () => {
    const file = await ledgerFile()
    await written(file)
    const ledger = await open(file)
    expect(ledger.recall(0)).toMatchObject({ state: 'answered', hash: '00000000000000aa', code: undefined })
    expect(await answerOf(ledger, 0)).toBe('{"i":1,"s":"answered"}\né\n')
    expect(ledger.recall(1)).toMatchObject({ state: 'failed', retry: true, code: 'NETWORK_FAILED' })
    expect(ledger.recall(2)).toEqual({
      state: 'sent',
      hash: '00000000000000cc',
      code: undefined,
      retry: false,
    })
    expect([ledger.recall(3), ledger.recall(1_000_000)]).toEqual([undefined, undefined])
    await ledger.end(true)
  })

  test('keeps the moment that templates see, whatever the time of the later runs', async () => {
    const file = await ledgerFile()
    await (await open(file, false, 'first')).end(true)
    const ledger = await open(file, true, 'later')
    expect(ledger.clock).toBe('first')
    await ledger.end(true)
  })

  test('cut off at any byte is read as far as it is whole, and goes on from there', async () => {
    const whole = await ledgerFile()
    await written(whole)
    const bytes = await readFile(whole)
    const known = { answered: 0, failed: 0, sent: 0 }
    for (let length = 0; length <= bytes.length; length++) {
      const file = await ledgerFile()
      await writeFile(file, bytes.subarray(0, length))
      const ledger = await open(file)
      const states = [0, 1, 2].map((index) => ledger.recall(index)?.state)
      if (states[0] === 'answered') known.answered++
      if (states[0] === 'answered') expect(await answerOf(ledger, 0)).toBe('{"i":1,"s":"answered"}\né\n')
      if (states[1] === 'failed') known.failed++
      if (states[2] === 'sent') known.sent++
      await ledger.done({ i: 7, s: 'answered' }, boxOf(['seven\n']))
      await ledger.end(false)
      const again = await open(file)
      expect([0, 1, 2].map((index) => again.recall(index)?.state)).toEqual(states)
      expect(await answerOf(again, 7)).toBe('seven\n')
      await again.end(true)
    }
    expect(known.answered).toBeGreaterThan(known.failed)
    expect(known.failed).toBeGreaterThan(known.sent)
    expect(known.sent).toBeGreaterThan(0)
  })

  test('that ends in zeros, as after a power cut, is read as far as it is whole', async () => {
    const file = await ledgerFile()
    await written(file)
    await appendFile(file, Buffer.alloc(5000))
    const ledger = await open(file)
    expect(ledger.recall(2)?.state).toBe('sent')
    await ledger.end(true)
  })

  test('takes an answer that is too long for memory, and gives it back', async () => {
    const file = await ledgerFile()
    const box = createLineBuffer(10)
    for (let at = 0; at < 5000; at++) await box.add(`line ${at}\n`)
    const ledger = await open(file)
    await Promise.all([
      ledger.done({ i: 0, s: 'answered' }, box),
      ledger.done({ i: 1, s: 'answered' }, boxOf(['short\n'])),
    ])
    await box.drop()
    await ledger.end(true)
    const again = await open(file)
    expect(await answerOf(again, 0)).toBe(Array.from({ length: 5000 }, (_, at) => `line ${at}\n`).join(''))
    expect(await answerOf(again, 1)).toBe('short\n')
    expect(again.recall(0)?.answer?.lines).toBe(5000)
    await again.end(true)
  })
})

test(
  'a process that only has the number of the one that was killed keeps nothing from going on',
  needs('proc'),
  async () => {
    const file = await ledgerFile()
    await written(file)
    const killed = { begun: 'then', ...thisProcess(), pid: process.ppid, born: '1' }
    await appendFile(file, `${JSON.stringify(killed)}\n`)
    const resumed = await open(file)
    await resumed.end(true)
  },
)

describe('refused is', () => {
  test('what another process is working with', async () => {
    const file = await ledgerFile()
    await written(file)
    const { hostname } = await import('node:os')
    await appendFile(file, `${JSON.stringify({ begun: 'now', pid: process.ppid, host: hostname() })}\n`)
    expect(await refusal(open(file))).toContain(`Process ${process.ppid} has been using`)
  })

  test('what is no ledger, or is damaged in the middle; it is left as it is', async () => {
    const file = await ledgerFile()
    for (const content of ['important notes\nof somebody\n', '{"a":1}\n', '{"i":0,"s":"sent"}\n']) {
      await writeFile(file, content)
      expect(await refusal(open(file))).toMatch(/is damaged or is not a ledger|is not a ledger/)
      expect(await readFile(file, 'utf8')).toBe(content)
    }
    await written(await ledgerFile())
    await truncate(file, 0)
    await written(file)
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace('{"i":1,"s":"planned"', '{"i":1,"s":"pla\nned"'))
    expect(await refusal(open(file))).toContain('at byte')
  })

  test('a folder that does not exist', async () => {
    expect(await refusal(open(join(await folderWith({}), 'no', 'ledger')))).toContain(
      'its folder does not exist (ENOENT)',
    )
  })
})
