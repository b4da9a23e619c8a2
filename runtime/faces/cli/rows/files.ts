/** Opens the input and the output of `soar rows`. */
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { phrase } from '../../../contract/phrases.ts'
import { cannotWrite, refuse, storageFailed } from '../../../contract/refuse.ts'
import type { TableDialect } from '../../../platforms/table.ts'
import { visibleJson, visibleText } from '../../../safety/control-characters.ts'
import { openCsv } from '../../../table/input/csv.ts'
import { openJsonLines } from '../../../table/input/json-lines.ts'
import { type Chunks, counted, type Rows, type Table } from '../../../table/input/rows.ts'
import type { Sink } from '../../../table/output/in-order.ts'
import { fileSink, streamSink } from '../../../table/output/sink.ts'
import type { Call } from '../line/command.ts'
import { type FileRole, refuseSharedFiles } from '../process/file-roles.ts'
import { pathOf, type Writer } from '../process/io.ts'
import { delimiterOf, type Settings } from './settings.ts'

/** A table to read. */
export interface Input {
  /** Reads its beginning. Throws REQUEST_INVALID if it is not a table of the format. */
  begin(): Promise<Table>
  /** Bytes of the file; undefined for a stream. */
  size: number | undefined
  /** Bytes read so far. */
  read(): number
  /** Ends the table at its current position. */
  close(): void
}

/** The settings with the files that the platform names. */
export async function withPlatformFiles(
  settings: Settings,
  { options, io }: Call,
  dialect: TableDialect | undefined,
): Promise<Settings> {
  if (!dialect?.files) return settings
  const files = await dialect.files(options, io)
  const named = ['ledger', 'request', 'context', 'connections'].map((name): FileRole => {
    const given = options.text(name)
    return { name: `--${name}`, path: given === undefined ? undefined : pathOf(io, given) }
  })
  refuseSharedFiles([
    { name: 'the table', path: files.in },
    { name: 'the output file', path: files.out },
    ...named,
  ])
  return { ...settings, ...files, inFormat: 'jsonl', outFormat: 'jsonl' }
}

/** Opens the table; `begin` reads it. Throws REQUEST_INVALID if it does not exist. */
export async function openInput(
  settings: Settings,
  { io }: Call,
  dialect: TableDialect | undefined,
): Promise<Input> {
  let bytes = 0
  const read = (): number => bytes
  const nothing = { size: 0, read, close: () => {} }
  const fixed = (rows: Rows) => ({ ...nothing, begin: async () => ({ columns: undefined, rows }) })
  if (settings.once) return fixed(oneRow())
  const { in: file } = settings
  if (file === undefined && dialect?.files) return fixed(noRows())
  if (file === undefined && io.isTTY.stdin)
    throw refuse('No table. Name one with --in FILE, or send it on standard input.')
  const known =
    file === undefined
      ? undefined
      : await stat(file).catch((cause: NodeJS.ErrnoException) => {
          throw refuse(`Cannot read the table ${file} (${cause.code}).`, { cause })
        })
  if (known?.isDirectory()) throw refuse(`Cannot read the table ${file}: it is a folder.`)
  const stream = file === undefined ? io.stdin : createReadStream(file)
  const chunks = counted(readable(stream, file), (size) => {
    bytes += size
  })
  const size = known?.isFile() ? known.size : undefined
  const { delimiter, literalCells: literal } = settings
  return {
    begin: async () => {
      const { columns, rows } =
        settings.inFormat === 'csv'
          ? await openCsv(chunks, { delimiter, standard: delimiterOf(file), literal })
          : await openJsonLines(chunks, { unwrap: dialect?.unwrap, idColumn: dialect?.idColumn })
      return { columns, rows: size === undefined ? rows : whole(rows, read, size, file ?? '') }
    },
    size,
    read,
    close: () => {
      stream.destroy?.()
    },
  }
}

/** Opens the output and writes its first text. A file is overwritten. Throws STORAGE_FAILED. */
export async function openOutput(settings: Settings, call: Call, header = ''): Promise<Sink> {
  const sink = await openSink(settings, call)
  try {
    if (header !== '') await sink.write(header)
    return sink
  } catch (error) {
    await sink.abandon()
    throw error
  }
}

async function openSink({ out, outFormat }: Settings, { io }: Call): Promise<Sink> {
  if (out === undefined && io.isTTY.stdout) return streamSink(onTerminal(io.stdout, outFormat))
  if (out === undefined) return streamSink(io.stdout)
  const handle = await open(out, 'w').catch((cause: unknown) => {
    throw cannotWrite(
      phrase('the output {file}', { file: out }),
      cause,
      phrase('Name another file with --out.'),
    )
  })
  return fileSink(handle, out)
}

/** The bytes of a table. Throws REQUEST_INVALID before the first of them, STORAGE_FAILED after it. */
async function* readable(stream: Chunks, file = 'on standard input'): AsyncGenerator<string | Uint8Array> {
  let begun = false
  try {
    for await (const chunk of stream) {
      begun = true
      yield chunk
    }
  } catch (cause) {
    const { code = String(cause) } = cause as NodeJS.ErrnoException
    if (!begun) throw refuse(`Cannot read the table ${file} (${code}).`, { cause })
    throw storageFailed(phrase('Cannot read the table {file} to its end ({code}).', { file, code }), {
      cause,
      unsent: false,
    })
  }
}

/** The rows of a file. It must not end before the size that it had at the start. */
async function* whole(rows: Rows, read: () => number, size: number, file: string): Rows {
  yield* rows
  if (read() >= size) return
  const values = { file, read: read(), size }
  throw storageFailed(
    phrase(
      'The table {file} was truncated while it was read: {read} of {size} bytes were left. Run it again with the whole table; with --ledger and --resume nothing is sent twice.',
      values,
    ),
    { unsent: false },
  )
}

async function* oneRow(): Rows {
  yield [{ index: 0, columns: {} }]
}

async function* noRows(): Rows {}

/** A person reads the lines: data in them must not control the terminal. As JSON, the data stays the same. */
const onTerminal = (stdout: Writer, format: Settings['outFormat']): Writer => ({
  write: (text, done) => stdout.write(format === 'csv' ? visibleText(text) : visibleJson(text), done),
})
