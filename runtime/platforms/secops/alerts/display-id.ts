/** Derives the platform's second id of an alert from its first one. */
import { createHash } from 'node:crypto'

/** Namespace of the UUIDs, generated once for this purpose. */
const NAMESPACE = Buffer.from('b1f5e5c26d4f4a0f9d5c3c0a8e7d2f61', 'hex')

/** The UUID (version 5) of an id: the same in every run. */
export function displayId(id: string): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(id).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
