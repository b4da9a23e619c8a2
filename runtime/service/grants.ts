/** Scopes and connections: what the callers of a server may do. */
import { refuse } from '../contract/refuse.ts'
import { nearest } from '../i18n/nearest.ts'

/** Every scope. */
export const scopes = [
  'read',
  'write',
  'destructive',
  'tables',
  'connectors',
  'settle',
  'audit',
  'metrics',
] as const

/** One scope. */
export type Scope = (typeof scopes)[number]

/** What a caller may do. */
export interface Grant {
  scopes: ReadonlySet<Scope>
  /** Names of the connections that may be used; absent: all. */
  connections?: ReadonlySet<string>
}

/** A bearer token of a program. */
export interface ServerToken extends Grant {
  /** Name of the environment variable; the audit log records it. */
  subject: string
  token: string
}

/** How people and programs sign in. */
export interface DoorOptions {
  /** Additional Host names. */
  hosts: readonly string[]
  tokens: readonly ServerToken[]
  /** Name of the person who starts the server and may sign in with a one-time link; absent if there is no link. */
  owner?: string
}

/** Every scope, on every connection. */
export const everything: Grant = { scopes: new Set(scopes) }

const isScope = (word: string): word is Scope => scopes.some((scope) => scope === word)

/** Prefix of a word that binds a grant to a connection. */
const ON = 'connection:'

/**
 * Reads a list of scopes and connections, such as `read,write,connection:acme`. Without a scope it grants all of them.
 *
 * @param where the option that it comes from
 * @throws ActionError REQUEST_INVALID
 */
export function readGrant(words: readonly string[], where: string): Grant {
  const given = words.map((word) => word.trim()).filter((word) => word !== '')
  const unknown = given.find((word) => !isScope(word) && !word.startsWith(ON))
  if (unknown !== undefined) {
    const meant = nearest(unknown, scopes)
    const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`
    throw refuse(
      `${where} has the unknown scope "${unknown.slice(0, 40)}".${hint} Scopes are ${scopes.join(', ')}; bind a token to a connection with ${ON}NAME.`,
    )
  }
  return toGrant(given)
}

/** Makes a grant of words, of which others are ignored. Without a scope it grants all of them. */
function toGrant(words: readonly string[]): Grant {
  const own = words.filter(isScope)
  const connections = words.filter((word) => word.startsWith(ON)).map((word) => word.slice(ON.length))
  return {
    scopes: own.length > 0 ? new Set(own) : everything.scopes,
    ...(connections.length > 0 && { connections: new Set(connections) }),
  }
}
