import { createHmac, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/index.ts'
import { fixture } from '../../testing/own/repository.ts'

/** When the story of the sample answers ends; a simulator started then answers the samples' dates. */
export const STORY_END = Date.parse('2026-03-10T10:30:00Z')

// biome-ignore lint/suspicious/noExplicitAny: answers are JSON whose parts the tests look into
type Json = any

export interface Reply {
  status: number
  headers: Headers
  text: string
  body: Json
}

export interface Tenant {
  simulator: Simulator
  /** POST with a fresh bearer token, unless `token` is given. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Reply>
  /** POST `{ data: items }`. */
  call(path: string, ...items: unknown[]): Promise<Reply>
  /** POST signed as API 1.0; parts of the signature can be overridden. */
  signed(path: string, body: unknown, parts?: Partial<SignedParts>): Promise<Reply>
}

export interface SignedParts {
  app_id: string
  app_key: string
  access_key: string
  secret: Buffer
  date: string
  request_id: string
  signed_path: string
}

/** Starts a simulator without generated mail, in the time of the samples, unless options say otherwise. */
export async function openTenant(options: SimulatorOptions = {}): Promise<Tenant> {
  const simulator = await startSimulator({
    now: () => STORY_END,
    sizes: { archived: 0, held: 0, tracked: 0, logs: 0 },
    ...options,
  })
  let token: string | undefined
  const post: Tenant['post'] = async (path, body, headers) => {
    token ??= await fetchToken(simulator)
    return send(simulator.url + path, body, { authorization: `Bearer ${token}`, ...headers })
  }
  return {
    simulator,
    post,
    call: (path, ...items) => post(path, { data: items }),
    signed: (path, body, parts = {}) => {
      const { app_id, app_key, access_key, secret_key } = simulator.credentials.api1
      const all: SignedParts = {
        app_id,
        app_key,
        access_key,
        secret: Buffer.from(secret_key, 'base64'),
        date: new Date(STORY_END).toUTCString().replace('GMT', 'UTC'),
        request_id: randomUUID(),
        signed_path: path,
        ...parts,
      }
      const signature = createHmac('sha1', all.secret)
        .update(`${all.date}:${all.request_id}:${all.signed_path}:${all.app_key}`)
        .digest('base64')
      return send(simulator.url + path, body, {
        authorization: `MC ${all.access_key}:${signature}`,
        'x-mc-app-id': all.app_id,
        'x-mc-date': all.date,
        'x-mc-req-id': all.request_id,
      })
    },
  }
}

/** Asks for a token. */
export async function fetchToken(simulator: Simulator): Promise<string> {
  const reply = await requestToken(simulator, {
    ...simulator.credentials.api2,
    grant_type: 'client_credentials',
  })
  return reply.body.access_token
}

export async function requestToken(simulator: Simulator, form: Record<string, string>): Promise<Reply> {
  return read(
    await fetch(`${simulator.url}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) }),
  )
}

/** POSTs JSON with these headers. */
export async function send(url: string, body: unknown, headers: Record<string, string>): Promise<Reply> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return read(
    await fetch(url, {
      method: 'POST',
      body: text,
      headers: { 'content-type': 'application/json', ...headers },
    }),
  )
}

export async function read(response: Response): Promise<Reply> {
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: parsed(text) }
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A recorded answer. */
export function sample(name: string): Json {
  return JSON.parse(readFileSync(fixture('mimecast', `${name}.json`), 'utf8'))
}

/** The codes in `fail`. */
export function codes(reply: Reply): string[] {
  return reply.body.fail.flatMap((item: Json) => item.errors.map((error: Json) => error.code))
}

/**
 * Where the shape of a value differs from the example: missing or additional keys, other types. Entries of a list
 * are held against the example's first; keys that look like addresses stand for any address.
 */
export function shapeProblems(value: Json, example: Json, path = '$'): string[] {
  if (kindOf(value) !== kindOf(example)) return [`${path} is ${kindOf(value)}, not ${kindOf(example)}`]
  if (Array.isArray(value)) {
    return example.length === 0
      ? []
      : value.flatMap((entry, i) => shapeProblems(entry, example[0], `${path}[${i}]`))
  }
  if (kindOf(value) !== 'object') return []
  const wanted = Object.keys(example)
  if (wanted.some((key) => key.includes('@'))) {
    const [first] = Object.values(example)
    return Object.entries(value).flatMap(([key, entry]) => shapeProblems(entry, first, `${path}.${key}`))
  }
  const missing = wanted.filter((key) => !(key in value)).map((key) => `${path}.${key} is missing`)
  return Object.keys(value).reduce(
    (problems, key) =>
      problems.concat(
        key in example
          ? shapeProblems(value[key], example[key], `${path}.${key}`)
          : [`${path}.${key} is new`],
      ),
    missing,
  )
}

const kindOf = (value: unknown): string =>
  Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value
