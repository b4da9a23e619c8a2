/** Where an engine is, and what a caller shows it. */
import { readFileSync } from 'node:fs'
import { refuse } from '../../contract/refuse.ts'
import type { Environment } from '../../integration/config/config.ts'

/** The address of an engine: `SCHEME://HOST:PORT/NAMESPACE`. */
export interface EngineAddress {
  /** `host:port`. */
  host: string
  namespace: string
  tls: boolean
}

/** What proves who a caller is, and which server is trusted. */
export interface EngineAccess {
  token?: string
  /** Certificate authorities in addition to those of this machine, as PEM text. */
  authorities?: string
  /** The caller's own certificate and key, as PEM text. */
  client?: { cert: string; key: string }
}

/** The two servers of an engine: the HTTP API for submitters, and gRPC for workers. */
type Side = 'submitter' | 'worker'

const EXAMPLES = {
  submitter: 'https://engine.example.com:7243/default',
  worker: 'temporal://engine.example.com:7233/default',
}
const SCHEMES = { submitter: ['http:', 'https:'], worker: ['temporal:'] }

/**
 * Reads an address, from --on or SOAR_ENGINE. A worker's `temporal://` is encrypted unless the host is this machine; SOAR_ENGINE_TLS
 * (yes or no) decides otherwise.
 *
 * @throws ActionError REQUEST_INVALID if it is missing or malformed, or would be plain text to another machine
 */
export function readAddress(given: string | undefined, env: Environment, side: Side): EngineAddress {
  const text = given ?? env.SOAR_ENGINE
  const example = `such as ${EXAMPLES[side]}`
  if (!text) throw refuse(`No engine is named. Use --on ADDRESS or SOAR_ENGINE, ${example}.`)
  const url = URL.canParse(text) ? new URL(text) : undefined
  const shown = text.replace(/\/\/[^/]*@/, '//…@').slice(0, 100)
  if (!url || !SCHEMES[side].includes(url.protocol) || !url.hostname)
    throw refuse(
      `The address of the engine must be ${SCHEMES[side].join(' or ')}//HOST:PORT/NAMESPACE, ${example}; got "${shown}".`,
    )
  if (url.username || url.password)
    throw refuse(
      'The address of the engine contains a user name or a password. Use SOAR_ENGINE_TOKEN instead.',
    )
  const namespace = decodeURIComponent(url.pathname.slice(1))
  if (!/^[\w.-]+$/.test(namespace) || url.search || url.hash)
    throw refuse(`The address of the engine must end with one namespace, ${example}; got "${shown}".`)
  const plain = url.protocol === 'http:'
  const tls = url.protocol === 'https:' || (!plain && wantsTls(env, url.hostname))
  if (!tls && !isLoopback(url.hostname) && env.SOAR_ENGINE_TLS !== 'no')
    throw refuse(
      `${shown} is plain text to another machine: others on the network can read the token and change what is run. Use https://, or allow it with SOAR_ENGINE_TLS=no.`,
    )
  const port = url.port || (side === 'worker' ? '7233' : tls ? '443' : '80')
  return { host: `${url.hostname}:${port}`, namespace, tls }
}

function wantsTls({ SOAR_ENGINE_TLS: asked }: Environment, host: string): boolean {
  if (asked === undefined || asked === '') return !isLoopback(host)
  if (asked === 'yes' || asked === 'no') return asked === 'yes'
  throw refuse(`SOAR_ENGINE_TLS must be yes or no; got "${asked.slice(0, 20)}".`)
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host)

/**
 * Reads the token from SOAR_ENGINE_TOKEN or the file SOAR_ENGINE_TOKEN_FILE, and certificates from the files SOAR_ENGINE_CA,
 * SOAR_ENGINE_CERT and SOAR_ENGINE_KEY.
 *
 * @throws ActionError REQUEST_INVALID for a file that cannot be read, or half a client certificate
 */
export function readAccess(env: Environment): EngineAccess {
  const file = (name: string): string | undefined => (env[name] ? readNamed(name, env[name]) : undefined)
  const token = env.SOAR_ENGINE_TOKEN || file('SOAR_ENGINE_TOKEN_FILE')?.trim()
  const authorities = file('SOAR_ENGINE_CA')
  const [cert, key] = [file('SOAR_ENGINE_CERT'), file('SOAR_ENGINE_KEY')]
  if ((cert === undefined) !== (key === undefined))
    throw refuse('SOAR_ENGINE_CERT and SOAR_ENGINE_KEY belong together: set both, or neither.')
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token))
    throw refuse('The token of the engine must be one word of printable ASCII characters.')
  return {
    ...(token && { token }),
    ...(authorities && { authorities }),
    ...(cert !== undefined && key !== undefined && { client: { cert, key } }),
  }
}

function readNamed(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw refuse(
      `Cannot read the file ${path} that ${name} names (${(cause as NodeJS.ErrnoException).code}).`,
      { cause },
    )
  }
}
