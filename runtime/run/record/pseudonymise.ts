/** Replaces the names and addresses in a recording. */
import type { Json } from '../../contract/json.ts'
import type { RecordedBody, RecordedExchange } from '../../http/record/exchange.ts'
import { pack, unpack } from './packed-text.ts'
import { createPseudonyms } from './pseudonyms.ts'
import type { Recording } from './recording.ts'

/**
 * Replaces mail addresses, their domains, IP addresses and names in request, exchanges and result. The same one has the same
 * pseudonym everywhere in the recording, so that its replay makes the same requests. The hosts of the requests are kept.
 * Bodies in base64 are kept as they are, unless they are text packed with gzip.
 */
export function pseudonymise(recording: Recording): Recording {
  const { request, result, exchanges, reference_values } = recording
  const hosts = new Set(exchanges.map((exchange) => new URL(exchange.request.url).hostname))
  const { collect, rename } = createPseudonyms(hosts)
  for (const part of [request, reference_values]) if (part !== undefined) collect(part)
  // Its names are those of the exchanges, or the action's own.
  if (result !== undefined) collect(result, false)
  for (const { request: asked, response } of exchanges) {
    collect(contentOf(asked.body))
    collect(contentOf(response?.body))
  }
  for (const exchange of exchanges) collect([exchange.request.url, exchange.response?.headers ?? {}])

  const json = (value: Json): Json => mapTexts(value, rename)
  return {
    ...recording,
    ...(reference_values && { reference_values: json(reference_values) as Record<string, Json> }),
    ...(request && { request: renameRequest(request, json) }),
    exchanges: exchanges.map((exchange) => renameExchange(exchange, rename, json)),
    ...(result !== undefined && { result: json(result) }),
  }
}

type Rename<T> = (value: T) => T

/** The action keeps its id, whatever names there are. */
const renameRequest = (request: Record<string, Json>, json: Rename<Json>): Record<string, Json> => ({
  ...(json(request) as Record<string, Json>),
  ...(request.action !== undefined && { action: request.action }),
})

const contentOf = (body: RecordedBody | undefined): Json => {
  if (body === undefined) return null
  if ('base64' in body) return (unpack(body) ?? []).map(lineOf)
  if ('json' in body) return body.json
  return 'form' in body ? body.form : body.text
}

/** A line of a file of events is JSON, in which names are recognised by their fields. */
function lineOf(line: string): Json {
  try {
    return JSON.parse(line)
  } catch {
    return line
  }
}

function renameExchange(
  { request, response, failure, ...rest }: RecordedExchange,
  rename: Rename<string>,
  json: Rename<Json>,
): RecordedExchange {
  const headers = (given: Record<string, string>): Record<string, string> =>
    Object.fromEntries(Object.entries(given).map(([name, value]) => [name, rename(value)]))
  const body = (given: RecordedBody | undefined): { body?: RecordedBody } => {
    if (given === undefined) return {}
    if (!('base64' in given)) return { body: json(given) as RecordedBody }
    const lines = unpack(given)
    return { body: lines ? pack(lines.map(rename)) : given }
  }
  return {
    ...rest,
    request: {
      ...request,
      url: rename(request.url),
      headers: headers(request.headers),
      ...body(request.body),
    },
    ...(response && {
      response: { ...response, headers: headers(response.headers), ...body(response.body) },
    }),
    ...(failure && { failure }),
  }
}

/** Maps every text; in the names of fields, only addresses are replaced, because other names are the vendor's words. */
function mapTexts(value: Json, rename: Rename<string>): Json {
  if (typeof value === 'string') return rename(value)
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, rename))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      /@|\d\.\d/.test(name) ? rename(name) : name,
      mapTexts(inner, rename),
    ]),
  )
}
