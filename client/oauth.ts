/** API 2.0: OAuth2 client credentials (docs/vendor/mimecast-wire.md#token). */
import { type ClientSetup, createOAuth, isToken, phrase, type TokenAnswer } from '../runtime/sdk/index.ts'
import type { ClientCredentials } from './credentials.ts'
import { readJson, refusalsOf, refuse, refuseAuth, unclear } from './envelope.ts'
import { failuresBeside } from './failures.ts'
import { ask } from './send.ts'
import type { Auth, Headers, Reply } from './types.ts'
import { VENDOR } from './vendor.ts'

/** Maximum lifetime of a token in seconds, whatever the response says or leaves out. */
const LONGEST_LIFE = 1800

/** The strategy of API 2.0. A dry run requests no token and uses a placeholder. */
export function tokenAuth(credentials: ClientCredentials, root: string, setup: ClientSetup): Auth {
  const { client_id, client_secret } = credentials
  const { http } = setup
  const url = `${root}/oauth/token`
  const oauth = createOAuth(setup, {
    url,
    client_id,
    client_secret,
    vendor: VENDOR,
    longest_life: LONGEST_LIFE,
    send: (request) => ask(http, request),
    read: (answer) => readToken({ answer, url, safe: true, redact: http.redact }),
  })
  return {
    api: '2.0',
    headers() {
      const authorization = oauth.authorization()
      return typeof authorization === 'string' ? headersOf(authorization) : authorization.then(headersOf)
    },
    renew(refused) {
      oauth.refused(refused.authorization)
      return true
    },
  }
}

function readToken(reply: Reply): TokenAnswer {
  const { status } = reply.answer
  const body = readJson(reply)
  const failures = status < 300 ? failuresBeside(body, reply.redact) : refusalsOf(reply)
  if (status === 400 || status === 401 || status === 403 || (status < 300 && failures.length > 0)) {
    throw refuseAuth(reply, failures, body)
  }
  if (status >= 300) throw refuse(reply, failures, body)
  const access_token = body?.access_token
  if (!isToken(access_token)) throw unclear(reply, phrase('it contains no usable access_token'))
  return { access_token, expires_in: body?.expires_in }
}

const headersOf = (authorization: string): Headers => ({ authorization, 'content-type': 'application/json' })
