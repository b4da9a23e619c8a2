/** Hides what a recording must not contain: credentials, and names and addresses if asked. */
import type { Json } from '../../contract/json.ts'
import { suggestsCredential } from '../../safety/credential-names.ts'
import { toPlain } from '../../safety/plain-data.ts'
import { REDACTED } from '../../safety/redact.ts'
import { isCredential } from './names.ts'

/** Hides credentials in the parts of an exchange. */
export interface Hide {
  /** Replaces a credential as a whole. */
  readonly credential: string
  text(text: string): string
  json(value: Json): Json
  /** The values of headers, by name. */
  headers(headers: Readonly<Record<string, string>>): Record<string, string>
}

/**
 * Hides credentials by value (`redact` knows them) and by the names of fields, headers and query parameters.
 *
 * @param rename is applied last to every text, for pseudonyms
 */
export function createHide(redact: (text: string) => string, rename = same): Hide {
  const text = (given: string): string => rename(hideAssigned(hideInAddresses(redact(given))))
  return {
    credential: REDACTED,
    text,
    json: (value) => hideFields(toPlain(value, redact), rename),
    headers: (headers) =>
      Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [
          redact(name),
          suggestsCredential(name) ? REDACTED : text(value),
        ]),
      ),
  }
}

const same = (text: string): string => text

function hideFields(value: Json, rename: (text: string) => string, isHidden = false): Json {
  if (typeof value === 'string') return isHidden ? REDACTED : rename(hideInAddresses(value))
  if (typeof value === 'number') return isHidden ? REDACTED : value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => hideFields(item, rename, isHidden))
  const entries = Object.entries(value).map(([name, inner]): [string, Json] => [
    rename(name),
    hideFields(inner, rename, isHidden || isCredential(name)),
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
