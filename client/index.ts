/** The client of Mimecast's API; only this folder depends on the wire format. */
import { ActionError, type ClientSetup, chunks, phrase } from '../runtime/sdk/index.ts'
import { createAuth } from './auth.ts'
import { type Connection, readConnection } from './credentials.ts'
import { fetchFile, readFile } from './download.ts'
import { accept, readResource, unclear } from './envelope.ts'
import { pair } from './many.ts'
import { walk } from './pages.ts'
import { walkResource } from './resource-pages.ts'
import { type Call, send } from './send.ts'
import type { CallOptions, Client, Envelope, Reply, ResourceOptions } from './types.ts'
import { VENDOR } from './vendor.ts'

export type {
  Action,
  CallOptions,
  Client,
  Download,
  DownloadOptions,
  Envelope,
  ListOptions,
  Query,
  ResourceOptions,
  RowsOptions,
} from './types.ts'

/** Items per request of `many`: the maximum of hold-release and decode-url. */
const CHUNK = 25

/**
 * Creates the client of one run.
 *
 * @throws ActionError CONFIG_INVALID when address or credentials are missing, mixed or malformed
 */
export function createClient(setup: ClientSetup): Client {
  const { http, log } = setup
  const connection = connectionOf(setup)
  const auth = createAuth(connection, setup)
  const ask = (call: Call): Promise<Reply> => send(http, auth, connection.root, call)
  const post = (path: string, body: object | null | undefined, options: CallOptions = {}): Promise<Reply> =>
    ask({
      method: 'POST',
      path,
      body: body ? JSON.stringify(body) : undefined,
      safe: options.read ? true : undefined,
    })

  async function one<T>(path: string, item: object, options: CallOptions & { optional?: boolean } = {}) {
    const reply = await post(path, { data: [item] }, options)
    const [first] = accept<T>(reply).data
    if ((first === undefined || first === null) && !options.optional)
      throw unclear(reply, phrase('its "data" is empty'))
    return first ?? undefined
  }

  /** A refusal of one chunk says nothing about the next one, but the next is not sent: the whole call failed. */
  const many = <T>(path: string, items: object[], options: CallOptions & { chunk?: number } = {}) =>
    chunks<object, T>(
      items,
      options.chunk ?? CHUNK,
      async (part) => pair<T>(await post(path, { data: part }, options), part),
      { continueAfter: () => false },
    )

  async function call<T>(path: string, body?: object | null, options?: CallOptions): Promise<Envelope<T>> {
    return accept<T>(await post(path, body, options))
  }

  async function askResource(method: string, path: string, options: ResourceOptions): Promise<Reply> {
    if (auth.api === '1.0') {
      const reason = phrase('Mimecast offers {path} in API 2.0 only; these credentials are of API 1.0.', {
        path,
      })
      throw new ActionError('NOT_SUPPORTED', { reason }, { unsent: true })
    }
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries(options.query ?? {})) {
      if (value !== undefined) query.set(name, String(value))
    }
    return ask({
      method,
      path,
      query: query.toString(),
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      safe: options.read || method === 'GET' ? true : undefined,
    })
  }

  return {
    api: auth.api,
    one: one as Client['one'],
    many,
    list: (path, item, options = {}) => walk((body) => call(path, body, { read: true }), item, options, log),
    call,
    resource: async <T>(method: string, path: string, options: ResourceOptions = {}) =>
      readResource(await askResource(method, path, options), options) as T,
    rows: (path, options) => walkResource((query) => askResource('GET', path, { query }), options, log),
    file: async (address, { max_bytes } = {}) =>
      fetchFile(
        http,
        address,
        { maxBytes: max_bytes, hosts: connection.fileHosts },
        {
          secure: connection.root.startsWith('https:'),
          unusable: (reason) =>
            new ActionError('RESPONSE_INVALID', { url: connection.root, vendor: VENDOR, reason }),
        },
      ),
    download: async (path, item, options = {}) => {
      const size = options.max_bytes
      const body = JSON.stringify({ data: [item] })
      const reply = await ask({
        method: 'POST',
        path,
        body,
        safe: true,
        max_bytes: size,
      })
      return readFile(http, reply, {
        maxBytes: size,
        hosts: connection.fileHosts,
        anyType: options.envelope === 'any type',
      })
    },
  }
}

/**
 * Address and credentials, read once per configuration. If reading them warns, they are read for each run, because each run
 * reports its own warnings.
 */
function connectionOf({ config, cache, log }: ClientSetup): Connection {
  const known = cache.get('connection') as Connection | undefined
  if (known) return known
  let warned = false
  const connection = readConnection(config, {
    ...log,
    warn: (fields, message) => {
      warned = true
      log.warn(fields, message)
    },
  })
  if (!warned) cache.set('connection', connection)
  return connection
}
