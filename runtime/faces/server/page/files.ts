/** The files of the built page, in memory. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'

/** One file of the page. */
export interface PageFile {
  type: string
  bytes: Buffer
  /** The same, compressed; absent if the build wrote none. */
  brotli?: Buffer
  /** The name contains a hash of the content, so that a browser never asks again. */
  isHashed: boolean
  etag: string
}

/** Name of the document. */
export const DOCUMENT = 'index.html'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
}

/** Folder of the files whose names contain a hash of their content. */
const HASHED = 'assets/'

/** Reads the files of a folder by their paths in it. A folder that does not exist is empty. */
export async function readPage(folder: string): Promise<ReadonlyMap<string, PageFile>> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const paths = names
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => TYPES[extname(path)] !== undefined)
  const files = paths.map(async (path): Promise<[string, PageFile]> => {
    const bytes = await readFile(path)
    const brotli = await readFile(`${path}.br`).catch(() => undefined)
    const name = path.slice(folder.length + 1).replaceAll('\\', '/')
    return [
      name,
      {
        type: TYPES[extname(path)] ?? '',
        bytes,
        ...(brotli && { brotli }),
        isHashed: name.startsWith(HASHED),
        etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
      },
    ]
  })
  return new Map(await Promise.all(files))
}
