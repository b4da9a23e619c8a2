/** Downloads attachments of held mail, within limits; a missing file never prevents the alert. */
import {
  type AlertFile,
  endsRun,
  failureText,
  givesUp,
  type Log,
  toActionError,
} from '../../runtime/sdk/index.ts'
import { heldDetail, heldFile } from '../held-messages.ts'
import type { Client, Download } from '../index.ts'
import { at, isFields, listAt, textAt } from './mail.ts'

/** Bytes. */
export interface FileLimits {
  file: number
  alert: number
  run: number
}

/** The result for the attachments of one message. Source: docs/vendor/mimecast-mail.md#files. */
export interface Files {
  files: AlertFile[]
  /** One clause per file that is missing. */
  missing: string[]
}

/** Downloads the attachments of a message in the hold queue. */
export type FetchFiles = (holdId: string) => Promise<Files>

/** API 2.0 returns an address in a separate response, which has the same size limit as the file. */
const ADDRESS = 64 * 1024

/**
 * Creates the downloader of one run. API 2.0 does not list the call that names attachments: if it is refused, alerts have no
 * attachments, and the log contains one line about it.
 */
export function fileFetcher(client: Client, limits: FileLimits, log: Log): FetchFiles {
  let offered = true
  let left = limits.run

  /** The file, or the reason why it is missing. */
  async function take(row: unknown, room: number): Promise<AlertFile | string> {
    const [id, name, size] = [textAt(row, 'id'), textAt(row, 'filename'), at(row, 'size')]
    const most = Math.min(room, left)
    const stated = typeof size === 'number' ? size : 0
    const tooLarge = (bytes: number): string => `${bytes} bytes, of which ${most} may be fetched`
    if (id === '') return 'Mimecast gives no id for it'
    if (stated > most || most <= 0) return tooLarge(stated)
    left -= stated
    try {
      const file = await heldFile(client, id, Math.max(most, ADDRESS))
      left -= file.bytes.length - stated
      return file.bytes.length > most
        ? tooLarge(file.bytes.length)
        : fileOf(name || file.name || 'file', file)
    } catch (thrown) {
      const error = toActionError(thrown)
      // The file is on another host: an unreachable file host does not stop the run.
      if (givesUp(error)) throw error
      return failureText(error)
    }
  }

  /** The rows of the files, or the reason why they are missing. */
  async function list(holdId: string): Promise<unknown[] | string> {
    try {
      const detail = await heldDetail(client, holdId)
      return listAt(detail, 'attachments').filter(isFields)
    } catch (thrown) {
      const error = toActionError(thrown)
      if (endsRun(error)) throw error
      if (error.code !== 'PERMISSION_DENIED' && error.facts.vendor?.status !== 404) return failureText(error)
      offered = false
      log.info({}, 'Attachments are not fetched: Mimecast does not offer the details of held messages here.')
      return []
    }
  }

  return async (holdId) => {
    const files: Files = { files: [], missing: [] }
    if (!offered || limits.file <= 0) return files
    const rows = await list(holdId)
    if (typeof rows === 'string') return { files: [], missing: [`all: ${rows}`] }
    let room = limits.alert
    for (const row of rows) {
      const taken = await take(row, Math.min(limits.file, room))
      if (typeof taken === 'string') {
        files.missing.push(`${textAt(row, 'filename') || 'a file'}: ${taken}`)
      } else {
        room -= taken.size
        files.files.push(taken)
      }
    }
    return files
  }
}

/** Folders do not belong to the name. */
function fileOf(fullName: string, { bytes }: Download): AlertFile {
  return {
    name: fullName.split(/[/\\]/).at(-1) ?? '',
    description: 'Original email attachment',
    size: bytes.length,
    base64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  }
}
