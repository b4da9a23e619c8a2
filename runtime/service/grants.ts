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
  /** Ids of the actions that may be planned and run, with or without their integration (`acme.ping`); absent: all. */
  actions?: ReadonlySet<string>
}

/** Whether a grant covers an action. */
export const coversAction = ({ actions }: Grant, integration: string, id: string): boolean =>
  actions === undefined || actions.has(id) || actions.has(`${integration}.${id}`)

/** A bearer token of a program. */
export interface ServerToken extends Grant {
  /** Name of the environment variable; the audit log records it. */
  subject: string
  token: string
}

/** How tokens of an identity provider are checked. */
export interface OidcOptions {
  /** The issuer, as its tokens name it. */
  issuer: string
  audience: string
  /** Name of the claim with the name of the person. */
  subject: string
  /** Name of the claim with scopes, such as `soar:read`. */
  scopes: string
  /** What a person may do whose token names no scope. */
  person: Grant
  /** Milliseconds between two requests for the provider's keys. */
  cooldown_ms?: number
}

/** The reverse proxies whose headers are believed. */
export interface ProxyOptions {
  /** True for the address of such a proxy. */
  trusted(address: string): boolean
  /** Header with the name of the user; absent if users do not sign in at the proxy. */
  user_header?: string
  /** What its users may do. */
  person: Grant
}

/** How people and programs sign in. */
export interface DoorOptions {
  /** Additional Host names. */
  hosts: readonly string[]
  tokens: readonly ServerToken[]
  /** Name of the person who starts the server and may sign in with a one-time link; absent if there is no link. */
  owner?: string
  oidc?: OidcOptions
  proxy?: ProxyOptions
}

/** Every scope, on every connection. */
export const everything: Grant = { scopes: new Set(scopes) }

const isScope = (word: string): word is Scope => scopes.some((scope) => scope === word)

/** Prefix of a word that binds a grant to a connection. */
const ON = 'connection:'

/** Prefix of a word that binds a grant to an action. */
const OF = 'action:'

/**
 * Reads a list of scopes, connections and actions, such as `read,write,connection:acme,action:ping`. Without a scope it grants all of them.
 *
 * @param where the option that it comes from
 * @throws ActionError REQUEST_INVALID
 */
export function readGrant(words: readonly string[], where: string): Grant {
  const given = words.map((word) => word.trim()).filter((word) => word !== '')
  const unknown = given.find((word) => !isScope(word) && !word.startsWith(ON) && !word.startsWith(OF))
  if (unknown !== undefined) {
    const meant = nearest(unknown, scopes)
    const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`
    throw refuse(
      `${where} has the unknown scope "${unknown.slice(0, 40)}".${hint} Scopes are ${scopes.join(', ')}; bind a token to a connection with ${ON}NAME, and to an action with ${OF}ID.`,
    )
  }
  return grantOf(given, everything)
}

/** Makes a grant of words, of which unknown ones are ignored. Without a scope, or without a connection, `standard` decides. */
export function grantOf(words: readonly string[], standard: Grant): Grant {
  const own = words.filter(isScope)
  const named = words.filter((word) => word.startsWith(ON)).map((word) => word.slice(ON.length))
  const connections = named.length > 0 ? new Set(named) : standard.connections
  const ids = words.filter((word) => word.startsWith(OF)).map((word) => word.slice(OF.length))
  const actions = ids.length > 0 ? new Set(ids) : standard.actions
  return {
    scopes: own.length > 0 ? new Set(own) : standard.scopes,
    ...(connections && { connections }),
    ...(actions && { actions }),
  }
}
