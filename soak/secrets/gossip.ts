/** A vendor that repeats the secrets it is given, in every spelling and at every place of an answer. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Where in the answer a text is put, and what else is wrong with it. */
export type Place = (response: ServerResponse, text: string) => void

/** Lengths at which a text may be cut, and a secret with it. */
const CUTS = [80, 120, 160, 200, 300, 400, 500, 1_000, 2_000]

const answer = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

const failing = (message: string): object => ({
  meta: { status: 400 },
  data: [],
  fail: [{ errors: [{ code: 'err_x', message, field: message, retryable: false }] }],
})

/** Cuts fall into the middle of the text. */
const atCut = (cut: number, text: string): string =>
  'x'.repeat(Math.max(0, cut - Math.ceil(text.length / 2))) + text

/** Every place by its name. */
export const places: Readonly<Record<string, Place>> = {
  'message of a refusal': (response, text) => answer(response, 200, failing(text)),
  'message of a 400': (response, text) => answer(response, 400, failing(text)),
  'code of a refusal': (response, text) =>
    answer(response, 200, { meta: { status: 400 }, data: [], fail: [{ code: text, message: '' }] }),
  'key of a refusal': (response, text) =>
    answer(response, 200, {
      meta: { status: 400 },
      data: [],
      fail: [{ key: { [text]: text }, errors: [{ code: 'e' }] }],
    }),
  'message of a 401': (response, text) =>
    answer(response, 401, { fail: [{ code: 'unauthorized', message: text }] }),
  'message of a 403': (response, text) => answer(response, 403, failing(text)),
  'message of a 429': (response, text) => {
    response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '120' })
    response.end(JSON.stringify({ message: text }))
  },
  'message of a 500': (response, text) => answer(response, 500, { message: text }),
  'text of a 429': (response, text) => response.writeHead(429, { 'retry-after': '120' }).end(text),
  'JSON of another shape': (response, text) => answer(response, 200, { echo: text }),
  'broken JSON': (response, text) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(`{"echo":"${text}`)
  },
  HTML: (response, text) => response.writeHead(200, { 'content-type': 'text/html' }).end(`<p>${text}</p>`),
  'HTML of a 502': (response, text) =>
    response.writeHead(502, { 'content-type': 'text/html' }).end(`<p>${text}</p>`),
  'content type': (response, text) => {
    response.writeHead(200, { 'content-type': `text/${encodeURIComponent(text)}` }).end('no JSON')
  },
  'request id': (response, text) => {
    response.writeHead(400, {
      'x-request-id': Buffer.from(text)
        .toString('latin1')
        .replace(/[^\x20-\x7e]/g, ''),
    })
    response.end('{"meta":{"status":400}}')
  },
  redirect: (response, text) => {
    response
      .writeHead(302, {
        location: `http://127.0.0.1:9/${encodeURIComponent(text)}?q=${encodeURIComponent(text)}`,
      })
      .end()
  },
  bytes: (response, text) => {
    const bytes = Buffer.concat([Buffer.from([0, 255, 254]), Buffer.from(text), Buffer.from([128, 0])])
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(bytes)
  },
  cookie: (response, text) => {
    response.writeHead(200, { 'set-cookie': `session=${encodeURIComponent(text)}` }).end('{"data":[]}')
  },
  'fields of a token': (response, text) =>
    answer(response, 200, { access_token: text, refresh_token: text, expires_in: 60, data: [] }),
  rows: (response, text) =>
    answer(response, 200, {
      meta: { status: 200 },
      data: [
        {
          id: text,
          accountCode: text,
          accountName: text,
          sender: text,
          to: text,
          type: 'block',
          subject: text,
        },
      ],
      fail: [],
    }),
  'rows in two chunks': (response, text) => {
    const body = JSON.stringify({
      meta: { status: 200 },
      data: [{ accountCode: text, accountName: text, id: text }],
    })
    halves(response, 200, body, text)
  },
  'refusal in two chunks': (response, text) => halves(response, 400, JSON.stringify(failing(text)), text),
  ...Object.fromEntries(
    CUTS.flatMap((cut): [string, Place][] => [
      [`message cut at ${cut}`, (response, text) => answer(response, 400, failing(atCut(cut, text)))],
      [`page cut at ${cut}`, (response, text) => response.writeHead(200).end(atCut(cut, text))],
      [
        `429 cut at ${cut}`,
        (response, text) => response.writeHead(429, { 'retry-after': '120' }).end(atCut(cut, text)),
      ],
    ]),
  ),
}

/** The body in two chunks, with the text's middle between them. */
function halves(response: ServerResponse, status: number, body: string, text: string): void {
  const written = JSON.stringify(text).slice(1, -1)
  const middle = body.indexOf(written) + Math.floor(written.length / 2)
  response.writeHead(status, { 'content-type': 'application/json' })
  response.write(body.slice(0, middle))
  setImmediate(() => response.end(body.slice(middle)))
}

/** A running gossip. */
export interface Gossip {
  url: string
  /** What it answers from now on; `token` alone: to the request for a token, `api`: to all others. */
  say(place: Place, text: string, to: 'token' | 'api'): void
  close(): Promise<void>
}

/** Starts it; a token it returns is `token`. */
export async function startGossip(token: string): Promise<Gossip> {
  let place: Place = places.rows ?? (() => undefined)
  let text = ''
  let to = 'api'
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => {
      const isToken = request.url?.endsWith('/oauth/token') === true
      if (isToken && to !== 'token') answer(response, 200, { access_token: token, expires_in: 1799 })
      else place(response, text)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    say: (next, what, where) => {
      place = next
      text = what
      to = where
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
