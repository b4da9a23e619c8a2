import { createHmac, randomBytes } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { MINUTE } from './dates.ts'
import { type Answer, DAMAGED_ID } from './envelope.ts'
import { sha256 } from './ids.ts'
import type { Attachment, Mail } from './tenant/mail.ts'
import type { Tenant } from './tenant/tenant.ts'
import type { Clock, Generation } from './types.ts'

/** The address that links point to. */
export const FILES = '/files/'

/** How long a pre-signed link works. Invented; the sources say "short-lived". */
const LIFE_MS = 5 * MINUTE

const EMPTY = Buffer.alloc(0)

/** The bytes of an attachment: as many as declared, always the same. */
export function fileBytes(mail: Mail, nth: number, file: Attachment): Buffer {
  return Buffer.alloc(file.size, `${file.filename} of mail ${mail.number}, file ${nth}\n`)
}

/** SHA-256 of an attachment: the story's if it gives one, otherwise that of the bytes served. */
export function fileHash(mail: Mail, nth: number, file: Attachment): string {
  return file.sha256 ?? sha256(fileBytes(mail, nth, file))
}

/** Creates pre-signed links and serves them. */
export interface FileLinks {
  /** get-file: bytes on API 1.0, a link on 2.0, HTTP 400 for an invalid id. */
  answer(id: string, generation: Generation): Answer
  /** A pre-signed link to bytes that are kept under a name. */
  link(name: string, bytes: Buffer): string
  /** A download from the files listener. */
  download(path: string, query: URLSearchParams, headers: IncomingHttpHeaders): Answer
}

export function fileLinks(tenant: Tenant, now: Clock, base: () => string): FileLinks {
  const secret = randomBytes(32)
  const kept = new Map<string, Buffer>()
  const signed = (path: string, id: string): string => {
    const until = String(now() + LIFE_MS)
    const query = new URLSearchParams({ id, until, context: seal(`${path} ${id} ${until}`) })
    return `${base()}${path}?${query}`
  }
  const seal = (text: string): string => createHmac('sha256', secret).update(text).digest('base64url')
  return {
    answer: (id, generation) => {
      const found = tenant.mails.findFile(id)
      const file = found?.mail.attachments?.[found.nth]
      if (found === undefined || file === undefined) return DAMAGED_ID
      if (generation === 1) return bytesAnswer(fileBytes(found.mail, found.nth, file))
      const path = `${FILES}${encodeURIComponent(file.filename)}`
      return {
        status: 200,
        body: { meta: { status: 200 }, data: [{ urls: [signed(path, id)] }], fail: [] },
      }
    },
    link: (name, bytes) => {
      const path = `${FILES}${encodeURIComponent(name)}`
      kept.set(path, bytes)
      return signed(path, '')
    },
    download: (path, query, headers) => {
      if (headers.authorization !== undefined) {
        return { status: 400, body: 'A pre-signed link takes no Authorization header.\n' }
      }
      const [id, until] = [query.get('id') ?? '', query.get('until') ?? '']
      const found = tenant.mails.findFile(id)
      const file = found?.mail.attachments?.[found.nth]
      const bytes = id === '' ? kept.get(path) : undefined
      if (bytes === undefined && (found === undefined || file === undefined)) return { status: 404 }
      if (query.get('context') !== seal(`${path} ${id} ${until}`) || now() > Number(until))
        return { status: 403 }
      if (bytes !== undefined || found === undefined || file === undefined) return bytesAnswer(bytes ?? EMPTY)
      return bytesAnswer(fileBytes(found.mail, found.nth, file))
    },
  }
}

function bytesAnswer(bytes: Buffer): Answer {
  return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: bytes }
}
