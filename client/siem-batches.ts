/** Files of SIEM events, one page of them at a time, each read line by line. */
import { PassThrough } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { ActionError, isRecord, phrase } from '../runtime/sdk/index.ts'
import type { Client } from './index.ts'
import type { Edition, SiemEvent, Skipped } from './siem.ts'
import type { Query } from './types.ts'
import { VENDOR } from './vendor.ts'

/** One page of files. */
export interface BatchPage {
  files: BatchFile[]
  /** Token of the next page; it is there also when there is nothing newer. */
  next: string | undefined
  caught_up: boolean
}

/** A file; its address is signed again for every page, its name stays. */
export interface BatchFile {
  name: string
  url: unknown
}

/** An event and its line. */
export interface SiemLine {
  line: string
  event: SiemEvent
}

/** What a page is asked for: a type and days, or a type and the token of the page. */
export type BatchQuery = { type: string } & (
  | { nextPage: string }
  | { dateRangeStartsAt: string | undefined; dateRangeEndsAt: string | undefined }
)

/** A page of files of one type. One page was seen to name a file twice: it is listed once. */
export async function batchPage(client: Client, edition: Edition, query: BatchQuery): Promise<BatchPage> {
  const path = `/siem/v1/batch/events/${edition}`
  const all: Query = { ...query, pageSize: 100 }
  const body = await client.resource<Record<string, unknown>>('GET', path, { query: all, record: true })
  // Without the list, lost events would look like none.
  if (!Array.isArray(body.value)) throw noList(path)
  const files = new Map<string, BatchFile>()
  for (const row of body.value) {
    if (!isRecord(row)) continue
    const name = (typeof row.url === 'string' ? URL.parse(row.url)?.pathname : undefined) ?? String(row.url)
    if (!files.has(name)) files.set(name, { name, url: row.url })
  }
  const next = body['@nextPage']
  return {
    files: [...files.values()],
    next: typeof next === 'string' && next !== '' ? next : undefined,
    caught_up: body.isCaughtUp === true,
  }
}

/** Events of one type of the last seven days, file by file. Lost files and broken lines are skipped and counted. */
export async function* siemBatchEvents(
  client: Client,
  edition: Edition,
  query: { type: string; dateRangeStartsAt: string | undefined; dateRangeEndsAt: string | undefined },
  skipped: Skipped,
): AsyncGenerator<SiemEvent, void, undefined> {
  const read = new Set<string>()
  const asked = new Set<string>()
  let page: BatchPage = await batchPage(client, edition, query)
  for (;;) {
    for (const { name, url } of page.files) {
      // The next page may name a file again.
      if (read.has(name)) continue
      read.add(name)
      for await (const { event } of batchLines(client, url, skipped)) yield event
    }
    const { next, caught_up } = page
    if (caught_up || next === undefined || asked.has(next)) return
    asked.add(next)
    page = await batchPage(client, edition, { type: query.type, nextPage: next })
  }
}

const noList = (url: string): ActionError =>
  new ActionError('RESPONSE_INVALID', { url, vendor: VENDOR, reason: phrase('it contains no list of files') })

/**
 * The events of a file. Only its packed bytes and the current line are in memory. Lines that are not objects are skipped and
 * counted, and so is a file that cannot be read.
 *
 * @param renew the address of the file, signed again; asked once, if the file has expired, is damaged or has no event
 */
export async function* batchLines(
  client: Client,
  url: unknown,
  skipped: Skipped,
  renew?: () => Promise<unknown>,
): AsyncGenerator<SiemLine, void, undefined> {
  let given = 0
  for (let address = url, isLast = renew === undefined; ; isLast = true) {
    let [events, broken, isWhole] = [0, 0, true]
    try {
      const { bytes } = await client.file(address)
      for await (const line of linesOf(bytes)) {
        if (line.trim() === '') continue
        const event = parsed(line)
        if (!isRecord(event)) broken++
        else if (events++ >= given) {
          given++
          yield { line, event }
        }
      }
    } catch (thrown) {
      if (!isLost(thrown) && !isDamaged(thrown)) throw thrown
      isWhole = false
    }
    // A page of a proxy instead of the file has no event.
    const isRead = isWhole && (given > 0 || broken === 0)
    if (!isRead && !isLast) address = await renew?.()
    if (isRead || isLast || address === undefined) {
      if (!isWhole) skipped.files++
      skipped.lines += broken
      return
    }
  }
}

/** Whether the address of a file has expired. */
function isLost(thrown: unknown): boolean {
  const status = thrown instanceof ActionError ? thrown.facts.vendor?.status : undefined
  return status === 403 || status === 404
}

/** Whether the file could not be unpacked. */
const isDamaged = (thrown: unknown): boolean =>
  thrown instanceof TooLong ||
  (thrown instanceof Error && /^(?:Z_|ERR_BUFFER)/.test(String((thrown as { code?: unknown }).code)))

/** A line, or a file, that is longer than any that Mimecast writes. */
class TooLong extends Error {}

/** The most characters of a line, and of an unpacked file: a small file may unpack to any size. */
const LINE = 1024 * 1024
const UNPACKED = 1024 * LINE

/** The lines of a file, unpacked as they are read. */
async function* linesOf(bytes: Uint8Array): AsyncGenerator<string, void, undefined> {
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b
  const texts = isPacked ? createGunzip() : new PassThrough()
  texts.setEncoding('utf8').end(bytes)
  let rest = ''
  let size = 0
  for await (const text of texts as AsyncIterable<string>) {
    size += text.length
    if (size > UNPACKED) throw new TooLong()
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > LINE) throw new TooLong()
    yield* lines
  }
  yield rest
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
