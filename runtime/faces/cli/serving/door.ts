/** Reads who may use `soar serve`. */
import { randomBytes } from 'node:crypto'
import { userInfo } from 'node:os'
import { refuse } from '../../../contract/refuse.ts'
import { checkHosts, isLoopback, type Listening, readAddress, readToken } from '../../../service/admission.ts'
import { type DoorOptions, everything, readGrant, type ServerToken } from '../../../service/grants.ts'
import type { Options } from '../line/command.ts'
import type { Io } from '../process/io.ts'
import { wordsOf } from './options.ts'

/** Address and admission of a server. */
export interface ServerDoor {
  listen: Listening
  door: DoorOptions
  /** The token to print with --json. */
  token?: string
}

/**
 * Reads the options.
 *
 * @throws ActionError REQUEST_INVALID, for example if everybody on the network could use the server
 */
export function readServerDoor(options: Options, io: Io): ServerDoor {
  const listen = readAddress('--listen', options.text('listen') ?? '127.0.0.1:8400')
  const hosts = options.all('allow-host')
  const tokens = options.all('token-env').map((word) => readServerToken(word, io))
  checkHosts(listen.host, hosts)
  const isLocal = isLoopback(listen.host)
  if (!isLocal && tokens.length === 0) {
    throw refuse(
      `${listen.host} is reachable from other machines. Name an environment variable with a bearer token in --token-env, or listen on 127.0.0.1.`,
    )
  }
  const owner = isLocal ? { owner: userInfo().username } : {}
  if (!options.has('json')) return { listen, door: { hosts, tokens, ...owner } }
  const token = randomBytes(32).toString('base64url')
  const own: ServerToken = { ...everything, subject: 'local', token }
  return { listen, door: { hosts, tokens: [...tokens, own], ...owner }, token }
}

/** Reads `NAME` or `NAME=read,write`. */
function readServerToken(word: string, io: Io): ServerToken {
  const [subject = '', ...rest] = word.split('=')
  const grant = readGrant(wordsOf(rest.join('=')), `--token-env ${subject.slice(0, 80)}`)
  return { ...grant, subject, token: readToken(subject, io.env) }
}
