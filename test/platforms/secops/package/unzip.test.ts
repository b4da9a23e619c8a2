/** Zip files that readers could disagree about. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readZip } from '../../../../runtime/platforms/secops/package/unzip.ts'
import { writeZip } from '../../../../runtime/platforms/secops/package/zip.ts'
import { folderWith } from '../../../support/author.ts'
import { findPython } from '../../../support/package.ts'

interface Part {
  name?: string
  localName?: string
  data?: Buffer
  /** What the headers say of the data. */
  crc?: number
  size?: number
  localSize?: number
  packed?: Buffer
  method?: number
  flags?: number
  localFlags?: number
  system?: number
  mode?: number
  extra?: Buffer
  localExtra?: Buffer
  /** Bytes behind the content. */
  behind?: Buffer
  /** Left out of the directory. */
  hidden?: boolean
}

/** Writes a zip file part by part, right or wrong. */
function zipOf(parts: Part[], { before = '', between = '', comment = '' } = {}): Buffer {
  const locals: Buffer[] = [Buffer.from(before)]
  const central: Buffer[] = []
  for (const part of parts) {
    const {
      name = 'a.txt',
      data = Buffer.from('text'),
      method = 8,
      flags = 0,
      system = 3,
      mode = 0o100644,
    } = part
    const packed = part.packed ?? (method === 0 ? data : deflateRawSync(data))
    const facts = [part.crc ?? crc32(data), packed.length, part.size ?? data.length]
    const own = Buffer.from(part.localName ?? name)
    const localExtra = part.localExtra ?? Buffer.alloc(0)
    const extra = part.extra ?? Buffer.alloc(0)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50)
    local.writeUInt16LE(part.localFlags ?? flags, 6)
    local.writeUInt16LE(method, 8)
    for (const [index, value] of facts.entries())
      local.writeUInt32LE((flags & 8) === 0 ? value : 0, 14 + 4 * index)
    if (part.localSize !== undefined) local.writeUInt32LE(part.localSize, 22)
    local.writeUInt16LE(own.length, 26)
    local.writeUInt16LE(localExtra.length, 28)
    const header = Buffer.alloc(46)
    header.writeUInt32LE(0x02014b50)
    header.writeUInt16LE((system << 8) | 20, 4)
    header.writeUInt16LE(flags, 8)
    header.writeUInt16LE(method, 10)
    for (const [index, value] of facts.entries()) header.writeUInt32LE(value, 16 + 4 * index)
    header.writeUInt16LE(Buffer.byteLength(name), 28)
    header.writeUInt16LE(extra.length, 30)
    header.writeUInt32LE((mode << 16) >>> 0, 38)
    header.writeUInt32LE(Buffer.concat(locals).length, 42)
    locals.push(local, own, localExtra, packed, part.behind ?? Buffer.alloc(0))
    if (!part.hidden) central.push(header, Buffer.from(name), extra)
  }
  locals.push(Buffer.from(between))
  const end = Buffer.alloc(22)
  const count = parts.filter(({ hidden }) => !hidden).length
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(Buffer.concat(central).length, 12)
  end.writeUInt32LE(Buffer.concat(locals).length, 16)
  end.writeUInt16LE(comment.length, 20)
  return Buffer.concat([...locals, ...central, end, Buffer.from(comment)])
}

const descriptor = (data: Buffer, signed: boolean): Buffer => {
  const fields = [...(signed ? [0x08074b50] : []), crc32(data), deflateRawSync(data).length, data.length]
  const bytes = Buffer.alloc(fields.length * 4)
  for (const [index, value] of fields.entries()) bytes.writeUInt32LE(value, 4 * index)
  return bytes
}

const text = Buffer.from('text')
const unicodePath = Buffer.concat([Buffer.from([0x75, 0x70, 9, 0, 1, 0, 0, 0, 0]), Buffer.from('b.py')])

describe('a zip file is refused', () => {
  test.each<[string, Buffer, string]>([
    [
      'with an entry that the directory does not name',
      zipOf([{}, { name: 'b.py', hidden: true }]),
      'belong to no entry',
    ],
    ['with such an entry first', zipOf([{ name: 'b.py', hidden: true }, {}]), 'before its first entry'],
    [
      'with another name in the entry’s own header',
      zipOf([{ localName: 'b.py' }]),
      'is called "b.py" in its own header',
    ],
    ['with another size there', zipOf([{ localSize: 3 }]), 'says something else in its own header'],
    ['with other flags there', zipOf([{ localFlags: 2 }]), 'says something else in its own header'],
    ['with a symbolic link', zipOf([{ mode: 0o120777 }]), 'is not an ordinary file'],
    ['with a device', zipOf([{ mode: 0o020644 }]), 'is not an ordinary file'],
    ['with a folder that is called a file', zipOf([{ mode: 0o040755 }]), 'is not an ordinary file'],
    [
      'with a folder that has content',
      zipOf([{ name: 'evil.py/', mode: 0o040755 }]),
      'the folder evil.py/ has content',
    ],
    ['with two entries of one name', zipOf([{}, {}]), 'two entries a.txt'],
    ['with a second name in Unicode', zipOf([{ extra: unicodePath }]), 'has a second name or size'],
    ['with one in the entry’s own header', zipOf([{ localExtra: unicodePath }]), 'has a second name or size'],
    ['with a damaged extra field', zipOf([{ extra: Buffer.from([1]) }]), 'is damaged'],
    ['with bytes before it', zipOf([{}], { before: '#!/bin/sh\n' }), 'before its first entry'],
    ['with bytes before the directory', zipOf([{}], { between: 'x' }), 'belong to no entry'],
    ['with bytes behind it', zipOf([{}], { comment: 'x' }), 'does not end with the directory'],
    [
      'with bytes inside the compressed content',
      zipOf([{ packed: Buffer.concat([deflateRawSync(text), text]) }]),
      'a.txt is damaged',
    ],
    ['with a wrong checksum', zipOf([{ crc: 1 }]), 'a.txt is damaged'],
    ['that is larger than it says', zipOf([{ size: 2 }]), 'a.txt is damaged'],
    ['that is smaller than it says', zipOf([{ size: 9 }]), 'a.txt is damaged'],
    ['that says it is huge', zipOf([{ size: 1_000_000_001 }]), 'unpacks to more than 1 GB'],
    ['that is encrypted', zipOf([{ flags: 1 }]), 'is encrypted'],
    ['in another compression', zipOf([{ method: 12, packed: text }]), 'in a way that is not supported'],
    [
      'with sizes behind the content that are wrong',
      zipOf([{ flags: 8, behind: descriptor(Buffer.from('other'), true) }]),
      'belong to no entry',
    ],
    ...['../a', '/a', 'a/../b', 'a//b', './a', 'C:a', 'a\\b', 'a\u001bb', 'a\nb', 'ä', ''].map(
      (name): [string, Buffer, string] => [
        `with the name ${JSON.stringify(name)}`,
        zipOf([{ name }]),
        'with the name',
      ],
    ),
    ['that is empty', Buffer.alloc(0), 'does not end with the directory'],
    ['that is cut off', zipOf([{}]).subarray(0, -1), 'does not end with the directory'],
  ])('%s', (_, zip, reason) => {
    expect(() => readZip(zip)).toThrow(reason)
  })

  test('whatever single byte of it is changed, unless what it holds stays the same', () => {
    const zip = zipOf([{ name: 'a.py' }, { name: 'b.py', data: Buffer.from('more text') }])
    const whole = readZip(zip)
    for (let at = 0; at < zip.length; at++) {
      const broken = Buffer.from(zip)
      broken[at] = (broken[at] ?? 0) ^ 0x41
      let read: unknown
      try {
        read = readZip(broken)
      } catch (error) {
        expect(error).toMatchObject({ code: 'REQUEST_INVALID' })
        continue
      }
      expect(read, `byte ${at}`).toEqual(whole)
    }
  })
})

describe('a zip file is read', () => {
  const files = { 'a.txt': text, 'b/c.txt': Buffer.from(''), 'b/d.txt': Buffer.from('x'.repeat(1000)) }
  const texts = (read: Record<string, Uint8Array>) =>
    Object.fromEntries(Object.entries(read).map(([path, content]) => [path, Buffer.from(content).toString()]))

  test('as it was packed', () => {
    expect(texts(readZip(writeZip(files)))).toEqual(texts(files))
  })

  test.each([true, false])('with sizes behind the content (with a signature: %s)', (signed) => {
    const zip = zipOf([{ flags: 8, behind: descriptor(text, signed) }])
    expect(texts(readZip(zip))).toEqual({ 'a.txt': 'text' })
  })

  test.each([
    ['by another program', 'open(sys.argv[1], "wb")'],
    ['by another program, as a stream', 'Stream(sys.argv[1])'],
  ])('as it was packed %s', (_, target) => {
    const script = [
      'import io,sys,zipfile',
      'class Stream(io.RawIOBase):',
      '  def __init__(self, path): self.file = open(path, "wb")',
      '  def writable(self): return True',
      '  def write(self, data): return self.file.write(data)',
      '  def close(self): self.file.close()',
      `out = ${target}`,
      'with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zip:',
      '  zip.writestr("a.txt", "text"); zip.writestr("b/", ""); zip.writestr("b/c.txt", ""); zip.writestr("b/d.txt", "x" * 1000)',
      'out.close()',
      'sys.stdout.buffer.write(open(sys.argv[1], "rb").read())',
    ].join('\n')
    const file = join(folderWith({}).root, 'a.zip')
    expect(texts(readZip(execFileSync(findPython(), ['-c', script, file])))).toEqual(texts(files))
  })

  test('into an object without inherited names', () => {
    const read = readZip(zipOf([{ name: '__proto__' }, { name: 'constructor' }]))
    expect(Object.keys(read)).toEqual(['__proto__', 'constructor'])
    expect(readZip(zipOf([{}])).toString).toBeUndefined()
  })
})
