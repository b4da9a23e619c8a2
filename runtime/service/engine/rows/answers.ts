/** Collects the answers of a chunk, as large as the engine can carry. */
import type { Code } from '../../../contract/codes.ts'
import { ActionError } from '../../../contract/errors.ts'
import type { Json } from '../../../contract/json.ts'
import { phrase } from '../../../contract/phrases.ts'
import { languageOf, writeError } from '../../../i18n/sentences.ts'
import type { AnswerLine } from '../../../platforms/table.ts'
import { shownRow } from '../../../table/bindings.ts'
import type { RowRecord } from '../../../table/ledger/records.ts'
import { emptyLine, failureLine } from '../../../table/lines.ts'
import type { Subject } from '../failed.ts'
import type { Chunk, ChunkAnswer } from './chunk.ts'
import type { OpenChunk } from './open-chunk.ts'

/** The answers of one attempt. */
export interface Answers {
  /** A row that was run. */
  add(record: Omit<RowRecord, 'n' | 'bytes'>, text: string, lines: number): void
  /** A row that is not run. */
  refuse(at: number, error: ActionError): void
  /** In the order of the table. */
  all(): ChunkAnswer[]
  /** Aborted when half of what the engine carries is used: rows in progress still fit. */
  readonly full: AbortSignal
}

/** Bytes of an answer besides its lines. */
const AROUND = 100

/** Makes an empty collection. `limit` is in bytes; undefined: the engine carries everything. */
export async function createAnswers(
  chunk: Chunk,
  { print, rows, bound }: OpenChunk,
  subject: Subject,
  limit = Number.POSITIVE_INFINITY,
): Promise<Answers> {
  const language = await languageOf(subject.locale ?? 'en')
  const answers: ChunkAnswer[] = []
  const full = new AbortController()
  let bytes = 0

  const put = (at: number, answer: Omit<ChunkAnswer, 'i'>): void => {
    bytes += Buffer.byteLength(JSON.stringify(answer.text)) + AROUND
    if (bytes > limit / 2) full.abort()
    answers.push({ i: chunk.rows[at]?.i ?? -1, ...answer })
  }
  const line = (at: number, content: AnswerLine): string => {
    const row = rows[at]
    return row === undefined ? '' : print(content, row, [])
  }
  const refuse = (at: number, error: ActionError): void => {
    const columns = rows[at]?.columns
    const data = columns === undefined ? null : (shownRow(columns, bound) as Json)
    const { code } = error
    const text = line(at, failureLine(writeError(language, error), code, data))
    const s = code === 'OUTCOME_UNKNOWN' ? 'unknown' : 'failed'
    put(at, { s, code, ...(code === 'STORAGE_FAILED' && { retry: true }), text, n: 1 })
  }
  return {
    full: full.signal,
    refuse,
    add({ i: at, s, code, retry }, text, n) {
      const fits = bytes + Buffer.byteLength(JSON.stringify(text)) + AROUND <= limit * 0.9
      if (fits) {
        const known = { ...(code !== undefined && { code: code as Code }), ...(retry && { retry }) }
        put(at, { s: s as ChunkAnswer['s'], ...known, text, n })
      } else if (subject.effect === 'read') refuse(at, tooLarge(limit))
      // It was carried out, and that is what its line says.
      else
        put(at, {
          s: s as ChunkAnswer['s'],
          ...(code !== undefined && { code: code as Code }),
          text: line(at, emptyLine),
          n: 1,
        })
    },
    all: () => answers.sort((one, other) => one.i - other.i),
  }
}

const tooLarge = (limit: number): ActionError =>
  new ActionError('STORAGE_FAILED', {
    reason: phrase(
      'The answer is larger than what the engine carries ({limit} bytes). Start the worker and the submitter with --store, or request less data.',
      { limit },
    ),
  })
