/** Reads the header of a CSV file and the separator line before it. */
import { refuse } from '../../contract/refuse.ts'

/** The columns of a CSV file. */
export interface Header {
  names: readonly string[]
  /** Unnamed cells at the end of the header, which spreadsheets leave behind; rows may have as many empty ones. */
  spare: number
}

/**
 * Reads the names of the columns. Blanks around a name are ignored.
 *
 * @throws ActionError REQUEST_INVALID for a missing or duplicate name, and for a file that is not text
 */
export function readHeader(cells: readonly string[]): Header {
  if (cells.some((cell) => cell.includes('\0'))) {
    throw refuse(
      'The first line of the CSV has a NUL character, so it is not text. Save a spreadsheet as CSV first.',
    )
  }
  const names = cells.map((cell) => cell.trim())
  const length = names.findLastIndex((name) => name !== '') + 1
  const spare = names.length - length
  names.length = length
  if (length === 0 || names.includes('')) {
    throw refuse('The first line of the CSV must name every column; one has no name.')
  }
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name))
      throw refuse(`The first line of the CSV names the column "${name.slice(0, 80)}" twice.`)
    seen.add(name)
  }
  return { names, spare }
}

/** Bytes of the longest separator line. */
const LONGEST = 16

const SEPARATOR = /^(?:"sep=(.)"|sep=(.))\r?\n/i

/**
 * Removes a first line `sep=;` from the stream: spreadsheets write it to name the delimiter.
 *
 * @returns the delimiter it names, and the stream without it
 */
export async function takeSeparatorLine(
  stream: AsyncIterator<Buffer>,
): Promise<{ delimiter: string | undefined; rest: AsyncIterable<Buffer> }> {
  let head: Buffer = Buffer.alloc(0)
  let ended = false
  while (!ended && head.length < LONGEST && !head.includes('\n')) {
    const { value, done } = await stream.next()
    ended = done === true
    if (value) head = Buffer.concat([head, value])
  }
  const [line = '', quoted, plain] = SEPARATOR.exec(head.toString('latin1', 0, LONGEST)) ?? []
  async function* rest(): AsyncGenerator<Buffer> {
    yield head.subarray(line.length)
    if (!ended) yield* { [Symbol.asyncIterator]: () => stream }
  }
  return { delimiter: quoted ?? plain, rest: rest() }
}

/** Bytes in which a first line is looked for. */
const LINE = 64 * 1024

/**
 * Finds the delimiter of a table from its first line: spreadsheets write semicolons where the comma is the decimal separator.
 *
 * @returns a semicolon or a tab if the line has that and no comma outside quotes, and the stream from its beginning
 */
export async function guessDelimiter(
  stream: AsyncIterable<Buffer>,
): Promise<{ delimiter: string | undefined; rest: AsyncIterable<Buffer> }> {
  const chunks = stream[Symbol.asyncIterator]()
  let head: Buffer = Buffer.alloc(0)
  let ended = false
  while (!ended && head.length < LINE && !head.includes('\n')) {
    const { value, done } = await chunks.next()
    ended = done === true
    if (value) head = Buffer.concat([head, value])
  }
  const [line = ''] = head.toString('latin1', 0, LINE).split('\n', 1)
  const bare = line.replaceAll(/"[^"]*"/g, '')
  async function* rest(): AsyncGenerator<Buffer> {
    yield head
    if (!ended) yield* { [Symbol.asyncIterator]: () => chunks }
  }
  return {
    delimiter: bare.includes(',') ? undefined : [';', '\t'].find((one) => bare.includes(one)),
    rest: rest(),
  }
}
