/** Keeps uploaded tables, and the ledgers and outputs of table runs, in one private folder. */
import { createHash, randomBytes } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Row } from '../../../contract/json.ts'
import { phrase } from '../../../contract/phrases.ts'
import { cannotWrite, notPrivate, refuse } from '../../../contract/refuse.ts'
import { openPrivate } from '../../../safety/private-file.ts'
import { toData } from '../../../table/bindings.ts'
import { openCsv } from '../../../table/input/csv.ts'
import { openJsonLines } from '../../../table/input/json-lines.ts'
import type { Chunks, Table } from '../../../table/input/rows.ts'
import type { TableFormat } from './facts.ts'
import type { UploadedTable } from './order.ts'

/** Milliseconds for which an uploaded table can be used. */
const TABLE_TTL_MS = 7 * 24 * 3_600_000

/** Maximum size of a table in bytes. */
export const MOST_BYTES = 256 * 1024 * 1024

/** Rows that are shown, and rows whose keys are the columns of JSON lines. */
const SAMPLE = 5
const KEYED = 100

const ID = /^tbl_[0-9a-f]{32}$/

/** Opens a table of a format. Throws REQUEST_INVALID if it is none. */
export const readTable = (chunks: Chunks, format: TableFormat): Promise<Table> =>
  format === 'csv' ? openCsv(chunks, { guess: true }) : openJsonLines(chunks)

/** Returns the file of an uploaded table. */
export const tableFile = (folder: string, { id, format }: Pick<UploadedTable, 'id' | 'format'>): string =>
  join(folder, `${id}.${format}`)

/** Returns the ledger and the output of a table run. */
export const runFiles = (
  folder: string,
  ledger: string,
  run: string,
): { ledger: string; output: string } => ({
  ledger: join(folder, `${ledger}.ledger`),
  output: join(folder, `${run}.out`),
})

/**
 * Stores a table as it arrives, then reads it once.
 *
 * @throws ActionError REQUEST_INVALID for a table that is too large or not of its format; STORAGE_FAILED
 */
export async function addTable(
  folder: string,
  chunks: AsyncIterable<Uint8Array>,
  { format, name, subject }: { format: TableFormat; name?: string; subject: string },
): Promise<UploadedTable> {
  const id = `tbl_${randomBytes(16).toString('hex')}`
  const file = tableFile(folder, { id, format })
  const part = `${file}.part`
  try {
    const { bytes, sha256 } = await receive(folder, part, chunks)
    const facts = await survey(part, format)
    const expires_at = new Date(Date.now() + TABLE_TTL_MS).toISOString()
    const table: UploadedTable = {
      id,
      ...(name !== undefined && { name: name.slice(0, 200) }),
      format,
      ...facts,
      bytes,
      sha256,
      subject,
      expires_at,
    }
    await rename(part, file)
    await writeFile(join(folder, `${id}.json`), JSON.stringify(table), { mode: 0o600, flag: 'wx' })
    return table
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

async function receive(
  folder: string,
  file: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ bytes: number; sha256: string }> {
  const what = phrase('the folder of tables {folder}', { folder })
  const failed = (cause: unknown): never => {
    throw cannotWrite(what, cause, phrase('Free space, or name another folder.'))
  }
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(failed)
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL
  const opened = await openPrivate(file, { flags, rights: 'own' }).catch(failed)
  if ('fault' in opened) throw notPrivate(what, opened.fault)
  const hash = createHash('sha256')
  let bytes = 0
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length
      if (bytes > MOST_BYTES) {
        const most = MOST_BYTES / 1024 / 1024
        throw refuse(phrase('The table is larger than {most} MB. Split it.', { most }))
      }
      hash.update(chunk)
      await opened.handle.appendFile(chunk).catch(failed)
    }
    await opened.handle.sync().catch(failed)
  } finally {
    await opened.handle.close()
  }
  return { bytes, sha256: hash.digest('hex') }
}

async function survey(
  file: string,
  format: TableFormat,
): Promise<Pick<UploadedTable, 'rows' | 'columns' | 'sample'>> {
  const { columns, rows } = await readTable(createReadStream(file), format)
  const names = new Set(columns)
  const sample: Row[] = []
  let count = 0
  for await (const batch of rows) {
    for (const row of batch) {
      count++
      if (row.columns === undefined) continue
      if (columns === undefined && count <= KEYED)
        for (const name of Object.keys(row.columns)) names.add(name)
      if (sample.length < SAMPLE) sample.push(toData(row.columns) as Row)
    }
    await new Promise(setImmediate)
  }
  return { rows: count, columns: [...names], sample }
}

/** Returns an uploaded table; undefined if it does not exist, has expired, or belongs to another subject. */
export async function findTable(
  folder: string,
  id: string,
  subject: string,
): Promise<UploadedTable | undefined> {
  if (!ID.test(id)) return undefined
  const text = await readFile(join(folder, `${id}.json`), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const table = JSON.parse(text) as UploadedTable
  return table.subject === subject && table.expires_at > new Date().toISOString() ? table : undefined
}

/** Deletes tables that have expired, and files of runs that the history no longer has. */
export async function expireFiles(folder: string, isKept: (run: string) => Promise<boolean>): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  const now = new Date().toISOString()
  for (const name of names) {
    const [, id = '', kind] = /^((?:tbl|run)_[0-9a-z]+)\.(json|ledger|out)$/.exec(name) ?? []
    if (kind === 'json') {
      const table = JSON.parse(await readFile(join(folder, name), 'utf8')) as UploadedTable
      if (table.expires_at > now) continue
      await rm(tableFile(folder, table), { force: true })
      await rm(join(folder, name), { force: true })
    } else if (kind !== undefined && !(await isKept(id))) await rm(join(folder, name), { force: true })
  }
}
