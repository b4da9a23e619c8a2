/** The ledger: a record of every row, from which a run resumes. */
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { phrase } from '../../contract/phrases.ts'
import { cannotWrite, notPrivate, refuse, storageFailed } from '../../contract/refuse.ts'
import { openPrivate } from '../../safety/private-file.ts'
import { fateOf, thisProcess } from '../../safety/process.mjs'
import { type LineBuffer, readFrom } from '../output/line-buffer.ts'
import { unwritable } from '../output/unwritable.ts'
import { createJournal } from './journal.ts'
import { createMemory, type Known } from './memory.ts'
import {
  type Begun,
  type ChunkLine,
  type Fingerprint,
  type Header,
  type LedgerLine,
  lineOf,
  plannedLine,
  type RowRecord,
  type Scanned,
  scan,
  sentLine,
} from './records.ts'

/** An open ledger. */
export interface Ledger {
  /** What templates see as `run.started`. */
  readonly clock: string
  /** The state of a row from earlier runs. */
  recall(index: number): Known | undefined
  /** The unchanged answer of an earlier run. */
  answerOf(answer: NonNullable<Known['answer']>): LineBuffer
  planned(index: number, hash: string): void
  /** Resolves when it is recorded on disk that a request which changes things is about to be sent. */
  sent(index: number): Promise<void>
  /** Resolves when record and answer are written. */
  done(record: Omit<RowRecord, 'n' | 'bytes'>, box: LineBuffer): Promise<void>
  /** Resolves when it is recorded on disk that rows were given to a worker, or that their answers are recorded. */
  chunk(line: ChunkLine): Promise<void>
  /** What earlier runs recorded about workers, in order. */
  readonly chunks: readonly ChunkLine[]
  /** `finished`: every row has been processed. */
  end(finished: boolean): Promise<void>
}

/** Options for opening a ledger. */
export interface LedgerOptions {
  /** Absolute. */
  file: string
  /** Resume from the existing ledger. */
  resume: boolean
  fingerprint: Fingerprint
  now: string
}

/**
 * Opens or creates a ledger.
 *
 * @throws ActionError REQUEST_INVALID: it already exists and `resume` was not requested; it belongs to another action,
 *   other inputs, another configuration or output. STORAGE_FAILED: another process is using it; it is damaged
 */
export async function openLedger({ file, resume, fingerprint, now }: LedgerOptions): Promise<Ledger> {
  const what = phrase('the ledger {file}', { file })
  const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT
  const opened = await openPrivate(file, { flags, rights: 'own' }).catch((cause: unknown) => {
    throw cannotWrite(what, cause, 'Name another file with --ledger.')
  })
  if ('fault' in opened) throw notPrivate(what, opened.fault)
  const { handle } = opened
  try {
    return await begin(handle, file, resume, fingerprint, now)
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function begin(
  handle: FileHandle,
  file: string,
  resume: boolean,
  fingerprint: Fingerprint,
  now: string,
): Promise<Ledger> {
  const memory = createMemory()
  let header: Header | undefined
  let worker: Begun | undefined
  const chunks: ChunkLine[] = []
  const take = ({ line, from }: Scanned): void => {
    if ('i' in line) memory.learn(line, from)
    else if ('ledger' in line) header = line
    else if ('chunk' in line) chunks.push(line)
    else worker = 'begun' in line ? line : undefined
  }
  const size = await scan(handle, take).catch((cause: Error) => {
    throw storageFailed(
      `${file} is damaged or is not a ledger: ${cause.message}. Name another file with --ledger.`,
      { cause },
    )
  })
  if (size > 0) {
    if (header === undefined) throw refuse(`${file} is not a ledger. Name another file with --ledger.`)
    if (!resume) {
      throw refuse(
        `The ledger ${file} already contains ${memory.size} rows. Resume it with --resume, or name another file with --ledger.`,
      )
    }
    compare(file, header.fingerprint, fingerprint)
    if (worker && isAlive(worker)) {
      throw storageFailed(
        `Process ${worker.pid} has been using the ledger ${file} since ${worker.begun}. Wait for it to end, or stop it.`,
      )
    }
  }
  // An incomplete record of a killed process would precede the next record.
  await handle.truncate(size)
  const journal = createJournal(handle, unwritable(phrase('the ledger {file}', { file })))
  const clock = header?.clock ?? now
  const first: LedgerLine[] = header ? [] : [{ ledger: 1, fingerprint, clock }]
  const begun: Begun = { begun: now, ...thisProcess() }
  await journal.append([...first, begun].map(lineOf).join(''))
  await journal.durable()
  if (size === 0) await syncFolder(dirname(file))
  await refuseRival(handle, size, file)

  return {
    clock,
    recall: memory.recall,
    answerOf: ({ from, bytes, lines }) => ({
      size: bytes,
      lines,
      text: bytes === 0 ? '' : undefined,
      row: -1,
      changed: false,
      chunks: () => readFrom(handle, from, bytes),
      drop: async () => {},
    }),
    planned: (index, hash) => {
      // Losing a plan that was not written before the process died is acceptable; a ledger that cannot be written fails at
      // the next `sent` or `done`.
      journal.append(plannedLine(index, hash)).catch(() => {})
    },
    sent: async (index) => {
      await journal.append(sentLine(index))
      await journal.durable()
    },
    done: (record, box) => {
      const line = lineOf({ ...record, n: box.lines, bytes: box.size })
      return box.text === undefined
        ? journal.append(line, () => box.chunks())
        : journal.append(line + box.text)
    },
    chunks,
    chunk: async (line) => {
      await journal.append(lineOf(line))
      await journal.durable()
    },
    end: async (finished) => {
      try {
        if (finished) await journal.append(lineOf({ ended: new Date().toISOString() }))
      } finally {
        await journal.end()
      }
    },
  }
}

const PARTS: Record<keyof Fingerprint, string> = {
  action: 'another action',
  inputs: 'other templates, columns or constants',
  config: 'another configuration',
  output: 'another output format',
}

function compare(file: string, known: Fingerprint, mine: Fingerprint): void {
  const names = Object.keys(PARTS) as (keyof Fingerprint)[]
  const differing = names.filter((name) => known?.[name] !== mine[name])
  if (differing.length === 0) return
  const what = differing.map((name) => PARTS[name]).join(' and ')
  const was = differing.includes('action')
    ? ` (${typeof known?.action === 'string' ? known.action.slice(0, 80) : '?'})`
    : ''
  throw refuse(
    `The ledger ${file} was created with ${what}${was}. Use the same ones, or name another file with --ledger.`,
  )
}

function isAlive(worker: Begun): boolean {
  // A process whose state is unknown, because it is on another machine or in another container, does not block the run.
  return worker.pid !== process.pid && fateOf(worker, thisProcess()) === 'runs'
}

/** Two processes may have started at the same moment: the one whose line comes first continues. */
async function refuseRival(handle: FileHandle, from: number, file: string): Promise<void> {
  const { size } = await handle.stat()
  const text: Uint8Array[] = []
  for await (const chunk of readFrom(handle, from, size - from)) text.push(chunk)
  for (const line of Buffer.concat(text).toString().split('\n')) {
    const { pid, begun } = JSON.parse(line || '{}') as Partial<Begun>
    if (begun === undefined) continue
    if (pid === process.pid) return
    throw storageFailed(`Process ${pid} has just started to use the ledger ${file}. Wait for it to end.`)
  }
}

/** A new file is durable when its directory entry is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  // Windows does not support this.
  await handle?.sync().catch(() => {})
  await handle?.close()
}
