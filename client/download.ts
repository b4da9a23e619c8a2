/** Downloads files: bytes in the response (API 1.0), or a pre-signed address (API 2.0). */
import {
  ActionError,
  type Http,
  type HttpAnswer,
  type HttpRequest,
  type Phrase,
  phrase,
} from '../runtime/sdk/index.ts'
import { accept, parse, unclear } from './envelope.ts'
import { tidy } from './failures.ts'
import { type FileHosts, fileHostOf } from './file-hosts.ts'
import type { Download, Reply } from './types.ts'
import { VENDOR } from './vendor.ts'

/** Dependencies of a download. */
export interface FileOptions {
  /** Maximum size in bytes; a longer file is refused. */
  maxBytes: number | undefined
  hosts: FileHosts
  /** Whether an envelope may have any content type. Default: only one of JSON. */
  anyType?: boolean
}

/**
 * The file of a response. The content type decides: JSON with an envelope contains an address, everything else is the file.
 * The address belongs to another host: it is requested without credentials, and only if `hosts` allow it.
 */
export async function readFile(http: Http, reply: Reply, options: FileOptions): Promise<Download> {
  const { answer } = reply
  const type = answer.headers['content-type'] ?? ''
  const body = options.anyType || /json/i.test(type) ? parse(answer) : undefined
  const isEnvelope = body !== undefined && ('data' in body || 'fail' in body || 'meta' in body)
  if (answer.status < 300 && answer.body.length > 0 && !isEnvelope) return file(answer, undefined)
  const [first] = accept<{ urls?: unknown; url?: unknown }>(reply).data
  // Parts of messages were seen with a single "url".
  const [address] = Array.isArray(first?.urls) ? (first.urls as unknown[]) : [first?.url]
  return fetchFile(http, address, options, {
    secure: reply.url.startsWith('https:'),
    unusable: (reason) => unclear(reply, reason),
  })
}

/**
 * The file at an address that a response names. It is requested without credentials, and only if `hosts` allow it. With
 * `secure`, it must be HTTPS.
 */
export async function fetchFile(
  http: Http,
  address: unknown,
  { maxBytes, hosts }: FileOptions,
  { secure, unusable }: { secure: boolean; unusable: (reason: Phrase) => ActionError },
): Promise<Download> {
  const url = readAddress(address, secure)
  if (!url) throw unusable(phrase('it contains no address of the file'))
  const allowed = fileHostOf(url, hosts)
  if (allowed === undefined) {
    const reason = phrase('the file is at {host}, which is not an allowed host. Allow it in File Hosts', {
      host: url.host,
    })
    throw unusable(reason)
  }
  const request: HttpRequest = {
    method: 'GET',
    url: url.href,
    safe: true,
    public_only: allowed === 'public',
    ...(maxBytes !== undefined && { max_bytes: maxBytes }),
  }
  const fetched = await http.request(request)
  if (fetched.status >= 300) throw notFetched(fetched, url)
  return file(fetched, url)
}

function readAddress(given: unknown, secure: boolean): URL | undefined {
  // Mimecast was seen to escape `&` and other characters as \u0026 twice (docs/vendor/mimecast-mail.md#files).
  const text = (typeof given === 'string' ? given : '').replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  const url = URL.parse(text)
  if (!url || !(url.protocol === 'https:' || (url.protocol === 'http:' && !secure))) {
    return undefined
  }
  url.username = ''
  url.password = ''
  return url
}

function notFetched(answer: HttpAnswer, url: URL): ActionError {
  const words = { host: url.host, status: answer.status }
  const reason = phrase('the file could not be fetched from {host} (status {status})', words)
  const facts = { vendor: { status: answer.status } }
  return answer.status >= 500
    ? new ActionError('VENDOR_UNAVAILABLE', { vendor: VENDOR, status: answer.status, reason }, facts)
    : new ActionError('VENDOR_REJECTED', { vendor: VENDOR, reason }, facts)
}

function file(answer: HttpAnswer, url: URL | undefined): Download {
  const name = nameOf(answer.headers['content-disposition'] ?? '', url)
  return {
    content_type: tidy(answer.headers['content-type'] ?? 'application/octet-stream', 200),
    bytes: answer.body,
    headers: answer.headers,
    ...(name && { name }),
  }
}

/** Maximum number of header characters that are read. */
const LONGEST_HEADER = 2000

/** A file name without any path; undefined when the response does not name the file. */
function nameOf(header: string, url: URL | undefined): string | undefined {
  const disposition = header.slice(0, LONGEST_HEADER)
  const extended = /filename\*\s*=\s*UTF-8''([^;]+)/i.exec(disposition)?.[1]
  const quoted = /filename\s*=\s*"([^"]*)"/i.exec(disposition)?.[1]
  const bare = /filename\s*=\s*([^";]+)/i.exec(disposition)?.[1]
  const name = decoded(extended) ?? quoted ?? bare ?? decoded(url?.pathname)
  return tidy((name ?? '').split(/[/\\]/).at(-1) ?? '', 255) || undefined
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text)
  } catch {
    return text
  }
}
