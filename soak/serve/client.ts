/** A client behind a proxy that repeats requests, as proxies and HTTP libraries do. */

/** The part of a run that the soak looks at. */
export interface SeenRun {
  id: string
  status: string
  phase: string
  code?: string
  result?: { error?: { retryable: boolean } }
}

/** An answer of the server. */
export interface Answer {
  status: number
  replayed: boolean
  /** A run, or a problem. */
  body: SeenRun & { code?: string; instance?: string; items?: SeenRun[] }
}

/** Where the server is now; it moves with each start. */
export interface Place {
  url: string
  token: string
}

/** Sends one request. Rejects if there is no complete answer. */
export async function send(
  { url, token }: Place,
  path: string,
  { method = 'GET', body, headers = {} }: { method?: string; body?: unknown; headers?: object } = {},
): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return {
    status: response.status,
    replayed: response.headers.get('idempotency-replayed') === 'true',
    body: (await response.json()) as Answer['body'],
  }
}

/** Most times that the proxy sends one request. */
const MOST = 5

/** What the proxy does not accept as an answer. */
const REPEATED: ReadonlySet<number> = new Set([502, 503, 504])

/**
 * Sends a request like a proxy that repeats it, writes included, when the connection breaks or the answer is 502, 503 or 504.
 *
 * @param place resolves with the server that is running; a proxy finds the new one after a restart
 * @param attempts called before each sending
 */
export async function sendThroughProxy(
  place: () => Promise<Place>,
  path: string,
  options: Parameters<typeof send>[2],
  attempts: () => void = () => {},
): Promise<Answer | undefined> {
  for (let sent = 0; sent < MOST; sent++) {
    const server = await place()
    attempts()
    const answer = await send(server, path, options).catch(() => undefined)
    if (answer && !REPEATED.has(answer.status)) return answer
  }
  return undefined
}
