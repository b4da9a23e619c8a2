/**
 * Reads zip files strictly: every reader of the file sees the same entries.
 *
 * A zip file names its entries twice, before each content and in a directory at its end, and readers use one or the other.
 * Here both must agree, and there must be no bytes between, before or after them.
 */
import { crc32, inflateRawSync } from 'node:zlib'
import { refuse } from '../../../contract/refuse.ts'
import type { PackageFiles } from './zip.ts'

/** Maximum unpacked size of a package in bytes: a larger one is a mistake or an attack. */
const MOST = 1_000_000_000

/** Maximum number of entries in a package. */
const MOST_ENTRIES = 10_000

/** Why a file is refused, as the end of a sentence. */
class Fault extends Error {}

/**
 * Unpacks a zip file; folders are left out. The result has no prototype.
 *
 * @throws ActionError REQUEST_INVALID if it is not a zip file, is damaged or ambiguous, or unpacks to more than a package
 *   may contain
 */
export function readZip(content: Uint8Array): PackageFiles {
  try {
    return filesIn(Buffer.from(content.buffer, content.byteOffset, content.byteLength))
  } catch (cause) {
    const why = cause instanceof Fault ? cause.message : 'it is damaged'
    throw refuse(`Cannot trust this zip file: ${why}.`, { cause })
  }
}

function filesIn(zip: Buffer): PackageFiles {
  const entries = readDirectory(zip)
  const files: PackageFiles = Object.create(null)
  for (const entry of entries) {
    const data = contentOf(zip, entry)
    if (!entry.name.endsWith('/')) files[entry.name] = data
    else if (data.length > 0) throw new Fault(`the folder ${entry.name} has content`)
  }
  return files
}

/** One entry as the directory describes it. */
interface Entry {
  name: string
  flags: number
  method: number
  crc: number
  packed: number
  size: number
  /** Offset of its local header. */
  start: number
  /** Offset of the next header, or of the directory. */
  end: number
}

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const DESCRIPTOR = 0x08074b50

const END_LENGTH = 22
const CENTRAL_LENGTH = 46
const LOCAL_LENGTH = 30

/** The directory, in the order of the contents. */
function readDirectory(zip: Buffer): Entry[] {
  const at = zip.length - END_LENGTH
  if (at < 0 || zip.readUInt32LE(at) !== END)
    throw new Fault('it does not end with the directory of a zip file')
  const count = zip.readUInt16LE(at + 10)
  const length = zip.readUInt32LE(at + 12)
  const start = zip.readUInt32LE(at + 16)
  const isWhole = zip.readUInt32LE(at + 4) === 0 && zip.readUInt16LE(at + 8) === count
  if (!isWhole || start + length !== at || zip.readUInt16LE(at + 20) !== 0)
    throw new Fault('something lies beside its entries')
  if (count > MOST_ENTRIES) throw new Fault(`it has more than ${MOST_ENTRIES} entries`)
  const entries: Entry[] = []
  let next = start
  for (let index = 0; index < count; index++) {
    if (next + CENTRAL_LENGTH > at || zip.readUInt32LE(next) !== CENTRAL)
      throw new Fault('its directory is damaged')
    const [entry, end] = readEntry(zip, next)
    entries.push(entry)
    next = end
  }
  if (next !== at) throw new Fault('something lies beside its entries')
  return ordered(entries, start)
}

function ordered(entries: Entry[], directory: number): Entry[] {
  const sorted = entries.toSorted((a, b) => a.start - b.start)
  const names = new Set<string>()
  let total = 0
  for (const [index, entry] of sorted.entries()) {
    if (names.has(entry.name)) throw new Fault(`it has two entries ${entry.name}`)
    names.add(entry.name)
    total += entry.size
    entry.end = sorted[index + 1]?.start ?? directory
  }
  if (total > MOST) throw new Fault('it unpacks to more than 1 GB')
  if ((sorted[0]?.start ?? directory) !== 0) throw new Fault('something lies before its first entry')
  return sorted
}

/** One entry of the directory, and its end. */
function readEntry(zip: Buffer, at: number): [entry: Entry, end: number] {
  const nameLength = zip.readUInt16LE(at + 28)
  const extraLength = zip.readUInt16LE(at + 30)
  const name = nameOf(zip.subarray(at + CENTRAL_LENGTH, at + CENTRAL_LENGTH + nameLength))
  const extra = at + CENTRAL_LENGTH + nameLength
  checkExtra(name, zip.subarray(extra, extra + extraLength))
  checkKind(name, zip.readUInt16LE(at + 4) >> 8, zip.readUInt32LE(at + 38))
  const entry: Entry = {
    name,
    flags: zip.readUInt16LE(at + 8),
    method: zip.readUInt16LE(at + 10),
    crc: zip.readUInt32LE(at + 16),
    packed: zip.readUInt32LE(at + 20),
    size: zip.readUInt32LE(at + 24),
    start: zip.readUInt32LE(at + 42),
    end: 0,
  }
  return [entry, extra + extraLength + zip.readUInt16LE(at + 32)]
}

/** Paths below the package's folder, in characters that every system and every terminal reads alike. */
function nameOf(bytes: Buffer): string {
  const name = bytes.toString('latin1')
  const parts = name.replace(/\/$/, '').split('/')
  const isPath = /^[\x20-\x7e]+$/.test(name) && !/[\\:*?"<>|]/.test(name)
  if (isPath && parts.every((part) => part !== '' && part !== '.' && part !== '..')) return name
  throw new Fault(`it has an entry with the name ${JSON.stringify(name.slice(0, 100))}`)
}

/** Fields that give an entry another name or another size in some readers: Unicode path, ZIP64. */
const OVERRIDES: ReadonlySet<number> = new Set([0x7075, 0x0001])

function checkExtra(name: string, extra: Buffer): void {
  for (let at = 0; at < extra.length; ) {
    if (at + 4 > extra.length) throw new Fault(`the entry ${name} is damaged`)
    if (OVERRIDES.has(extra.readUInt16LE(at))) throw new Fault(`the entry ${name} has a second name or size`)
    at += 4 + extra.readUInt16LE(at + 2)
  }
}

const UNIX = 3
const REGULAR = 0o100000
const FOLDER = 0o040000

/** Only ordinary files and folders: a link would replace the file's content. */
function checkKind(name: string, system: number, attributes: number): void {
  const kind = system === UNIX ? (attributes >>> 16) & 0o170000 : 0
  const isFolder = name.endsWith('/')
  if (kind !== 0 && kind !== (isFolder ? FOLDER : REGULAR))
    throw new Fault(`the entry ${name} is not an ordinary file`)
}

/** Flags that readers may ignore: compression level, sizes after the content, names in UTF-8. */
const HARMLESS = 0b0000_1000_0000_1110
const SIZES_BEHIND = 0b1000

/** The content of an entry, whose local header must match the directory. */
function contentOf(zip: Buffer, entry: Entry): Buffer {
  const { name, flags, method, start } = entry
  const fault = (what: string): Fault => new Fault(`the entry ${name} ${what}`)
  if (start + LOCAL_LENGTH > entry.end || zip.readUInt32LE(start) !== LOCAL)
    throw fault('has no header of its own')
  if ((flags & ~HARMLESS) !== 0) throw fault('is encrypted or has features that readers treat differently')
  const nameLength = zip.readUInt16LE(start + 26)
  const extra = start + LOCAL_LENGTH + nameLength
  const data = extra + zip.readUInt16LE(start + 28)
  if (data + entry.packed > entry.end) throw fault('is longer than the file')
  const own = zip.subarray(start + LOCAL_LENGTH, extra).toString('latin1')
  if (own !== name) throw fault(`is called ${JSON.stringify(own.slice(0, 100))} in its own header`)
  checkExtra(name, zip.subarray(extra, data))
  const isLater = (flags & SIZES_BEHIND) !== 0
  const agrees = (at: number, value: number): boolean =>
    zip.readUInt32LE(start + at) === value || (isLater && zip.readUInt32LE(start + at) === 0)
  if (
    zip.readUInt16LE(start + 6) !== flags ||
    zip.readUInt16LE(start + 8) !== method ||
    !agrees(14, entry.crc) ||
    !agrees(18, entry.packed) ||
    !agrees(22, entry.size)
  )
    throw fault('says something else in its own header')
  if (!isGapless(zip.subarray(data + entry.packed, entry.end), entry, isLater))
    throw fault('is followed by bytes that belong to no entry')
  return unpacked(zip.subarray(data, data + entry.packed), entry)
}

/** The bytes after the content: none, or the sizes again. */
function isGapless(behind: Buffer, { crc, packed, size }: Entry, isLater: boolean): boolean {
  if (!isLater) return behind.length === 0
  const from = behind.length === 16 && behind.readUInt32LE(0) === DESCRIPTOR ? 4 : 0
  if (behind.length !== from + 12) return false
  return [crc, packed, size].every((value, index) => behind.readUInt32LE(from + 4 * index) === value)
}

function unpacked(data: Buffer, { name, method, crc, size }: Entry): Buffer {
  const content = method === 0 ? data : method === 8 ? inflated(data, name, size) : undefined
  if (!content) throw new Fault(`the entry ${name} is compressed in a way that is not supported`)
  if (content.length !== size || crc32(content) !== crc) throw new Fault(`the entry ${name} is damaged`)
  return content
}

function inflated(data: Buffer, name: string, size: number): Buffer {
  try {
    const { buffer, engine } = inflateRawSync(data, {
      maxOutputLength: Math.max(1, size),
      info: true,
    }) as unknown as {
      buffer: Buffer
      engine: { bytesWritten: number }
    }
    if (engine.bytesWritten === data.length) return buffer
  } catch {
    // Reported below.
  }
  throw new Fault(`the entry ${name} is damaged`)
}
