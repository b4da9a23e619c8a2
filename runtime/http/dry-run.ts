/** A request as a dry run shows it: complete, without credentials. */
import type { HttpRequest } from '../contract/http.ts'
import type { Json } from '../contract/json.ts'
import type { DryRequest } from '../contract/result.ts'
import { suggestsCredential } from '../safety/credential-names.ts'

const REDACTED = '***'

/** The request that would have been sent. Headers and query values whose names suggest a secret are redacted. */
export function dryRequest(request: HttpRequest, headers: Record<string, string>): DryRequest {
  const url = new URL(request.url)
  for (const name of new Set(url.searchParams.keys())) {
    if (suggestsCredential(name)) url.searchParams.set(name, REDACTED)
  }
  const shown = Object.entries(headers).map(([name, value]) => [
    name,
    suggestsCredential(name) ? REDACTED : value,
  ])
  return {
    method: request.method,
    url: url.href,
    headers: Object.fromEntries(shown),
    body: readBody(request.body),
  }
}

function readBody(body: string | Uint8Array | undefined): Json {
  if (body === undefined) return null
  const text = typeof body === 'string' ? body : Buffer.from(body).toString()
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}
