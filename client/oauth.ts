/** API 2.0: OAuth2 client credentials. One token per configuration, shared by all calls of the process. */
import { ActionError, type ClientSetup, type HttpRequest, phrase } from '../runtime/sdk/index.ts'
import type { ClientCredentials } from './credentials.ts'
import { readJson, refusalsOf, refuse, refuseAuth, unclear } from './envelope.ts'
import { failuresBeside } from './failures.ts'
import { ask } from './send.ts'
import type { Auth, Headers, Reply } from './types.ts'

/** Maximum lifetime of a token in seconds, whatever the response says or leaves out (docs/vendor/mimecast-wire.md#token). */
const LONGEST_LIFE = 1800

interface Token {
  headers: Headers
  value: string
  /** Epoch milliseconds after which the token is no longer used. */
  renewAt: number
}

/** The strategy of API 2.0. A dry run requests no token and uses a placeholder. */
export function createOAuth(credentials: ClientCredentials, root: string, setup: ClientSetup): Auth {
  const { cache, http } = setup
  let registered: Token | undefined

  async function fetchToken(): Promise<Token> {
    const { client_id, client_secret } = credentials
    const request: HttpRequest = {
      method: 'POST',
      url: `${root}/oauth/token`,
      headers: () => ({ 'content-type': 'application/x-www-form-urlencoded' }),
      body: new URLSearchParams({ client_id, client_secret, grant_type: 'client_credentials' }).toString(),
      safe: true,
    }
    const token = readToken({
      answer: await ask(http, request),
      url: request.url,
      safe: true,
      redact: http.redact,
    })
    cache.set('token', token)
    return token
  }

  /** Sends one request for all waiting callers. A caller whose request belonged to a stopped run sends its own. */
  async function join(): Promise<Token> {
    for (;;) {
      const flight = cache.get('token_flight') as Promise<Token> | undefined
      if (!flight) break
      try {
        return await flight
      } catch (thrown) {
        if (thrown instanceof ActionError && !/^(CANCELLED|TIMED_OUT)$/.test(thrown.code))
          throw elsewhere(thrown)
      }
    }
    const own = fetchToken().finally(() => cache.delete('token_flight'))
    cache.set('token_flight', own)
    return own
  }

  function use(token: Token): Headers {
    if (registered !== token) {
      registered = token
      http.secret(token.value)
    }
    return token.headers
  }

  return {
    api: '2.0',
    headers() {
      if (http.dryRun) return headersOf('token')
      const token = cache.get('token') as Token | undefined
      return token && Date.now() < token.renewAt ? use(token) : join().then(use)
    },
    renew(refused) {
      // Another call may have fetched a new token meanwhile; keep that one.
      const token = cache.get('token') as Token | undefined
      if (token?.headers.authorization === refused.authorization) cache.delete('token')
      return true
    },
  }
}

function readToken(reply: Reply): Token {
  const { status } = reply.answer
  const body = readJson(reply)
  const failures = status < 300 ? failuresBeside(body, reply.redact) : refusalsOf(reply)
  if (status === 400 || status === 401 || status === 403 || (status < 300 && failures.length > 0)) {
    throw refuseAuth(reply, failures, body)
  }
  if (status >= 300) throw refuse(reply, failures, body)
  const value = body?.access_token
  if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value))
    throw unclear(reply, phrase('it contains no usable access_token'))
  const stated = Number(body?.expires_in)
  const life = stated > 0 ? Math.min(stated, LONGEST_LIFE) : LONGEST_LIFE
  // 60 to 300 s early; a token with a shorter lifetime is used for the first half of it.
  const early = Math.min(Math.max(Math.ceil(life / 6), 60), 300, life / 2)
  return { headers: headersOf(value), value, renewAt: Date.now() + (life - early) * 1000 }
}

const headersOf = (token: string): Headers => ({
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
})

/** The failure of another run's request, which does not know whether this run has sent anything. */
function elsewhere(error: ActionError): ActionError {
  const { unsent: _, ...facts } = error.facts
  return new ActionError(error.code, error.words, { ...facts, cause: error })
}
