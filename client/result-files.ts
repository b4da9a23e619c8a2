/** Turns a download into a result: facts about the file, and the file itself. */
import { createHash } from 'node:crypto'
import { phrase, type ResultFile } from '../runtime/sdk/index.ts'
import type { Download } from './index.ts'
import { refused } from './vendor.ts'

/** What a run says about a file that it downloaded. */
export interface FileFacts {
  file_name: string
  size: number
  content_type: string
  sha256: string
}

/** The facts and the file. Throws VENDOR_REJECTED if its SHA-256 is not the expected one. */
export function toResultFile(
  { bytes, content_type, name: given }: Download,
  { name, sha256: expected }: { name?: string | undefined; sha256?: string | undefined },
): { facts: FileFacts; file: ResultFile } {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (expected !== undefined && expected.toLowerCase() !== sha256)
    throw refused(phrase('the file has the SHA-256 {sha256}, not {expected}', { sha256, expected }))
  const file_name = name ?? given ?? 'file'
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  return {
    facts: { file_name, size: bytes.length, content_type, sha256 },
    file: { name: file_name, content_type, content },
  }
}
