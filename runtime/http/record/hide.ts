/** Hides what a recording must not contain: credentials. */
import type { Json } from '../../contract/json.ts'
import { suggestsCredential } from '../../safety/credential-names.ts'
import { toPlain } from '../../safety/plain-data.ts'
import { REDACTED } from '../../safety/redact.ts'
import { isCredential } from './names.ts'

/** Hides credentials in the parts of an exchange. */
export interface Hide {
  /** Replaces a credential as a whole. */
  readonly credential: string
  /** Hides known secrets only. */
  secrets(text: string): string
  /** Hides known secrets and what names suggest. */
  text(text: string): string
  json(value: Json): Json
  /** The values of headers, by name. */
  headers(headers: Readonly<Record<string, string>>): Record<string, string>
}

/**
 * Hides credentials by value (`redact` knows them) and by the names of fields, headers and query parameters.
 */
export function createHide(redact: (text: string) => string): Hide {
  const text = (given: string): string => hideAssigned(hideInAddresses(redact(given)))
  return {
    credential: REDACTED,
    secrets: redact,
    text,
    json: (value) => hideFields(toPlain(value, redact)),
    headers: (headers) =>
      Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [
          redact(name),
          suggestsCredential(name) ? REDACTED : text(value),
        ]),
      ),
  }
}

function hideFields(value: Json, isHidden = false): Json {
  if (typeof value === 'string') return isHidden ? REDACTED : hideInAddresses(value)
  if (typeof value === 'number') return isHidden ? REDACTED : value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => hideFields(item, isHidden))
  const entries = Object.entries(value).map(([name, inner]): [string, Json] => [
    name,
    hideFields(inner, isHidden || isCredential(name)),
  ])
  return Object.fromEntries(entries)
}

/** Parameters of web addresses, also of those whose `&` is escaped. */
const PARAMETER = /([?&;]|\\u0026|%26)([\w.~-]{1,80})(=|%3[dD])([^\s&;#"'<>\\]+)/g

/** Hides credentials in the queries of web addresses, such as the signature of a download. */
const hideInAddresses = (text: string): string =>
  text.replace(PARAMETER, (whole, start: string, name: string, sign: string) =>
    suggestsCredential(name) ? `${start}${name}${sign}${REDACTED}` : whole,
  )

/** A name and its value in JSON that cannot be parsed, in a form or in a header. */
const ASSIGNED = /\b([A-Za-z][\w-]{2,40})(["']?\s{0,3}[:=]\s{0,3}["']?)([^\s"'&,;<>{}]+)/g

/** Hides what follows the name of a credential in a text. */
const hideAssigned = (text: string): string =>
  text.replace(ASSIGNED, (whole, name: string, sign: string) =>
    isCredential(name) ? `${name}${sign}${REDACTED}` : whole,
  )
