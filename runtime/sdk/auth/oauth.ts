/** OAuth 2.0 client credentials: one token per configuration, shared by all runs. */
import { ActionError } from '../../contract/errors.ts'
import type { ClientSetup, HttpAnswer, HttpRequest } from '../../contract/http.ts'
import { readTokenAnswer, type TokenAnswer } from './token-answer.ts'

/** How a token is requested. */
export interface OAuthOptions {
  /** Address of the token endpoint. */
  url: string
  client_id: string
  client_secret: string
  /** Further fields of the form, such as `scope` or `audience`. */
  fields?: Record<string, string>
  /** Name of the vendor in messages. */
  vendor: string
  /** Maximum lifetime of a token in seconds, whatever the response says or leaves out. Default 3600. */
  longest_life?: number
  /** Sends the request; default `http.request`. */
  send?: (request: HttpRequest) => Promise<HttpAnswer>
  /** Reads the response, or throws the error of a refusal. Default: as RFC 6749 defines it. */
  read?: (answer: HttpAnswer) => TokenAnswer
}

/** The tokens of one run. */
export interface OAuth {
  /**
   * `Bearer …`, for the `authorization` header of one attempt. Requests a token if there is none or it is about to expire;
   * a dry run gets a placeholder. Throws ActionError: AUTH_FAILED, or a failure of the request.
   */
  authorization(): string | Promise<string>
  /** Reports that a request with this header was answered with 401. The next attempt gets another token. */
  refused(authorization: string | undefined): void
}

interface Token {
  value: string
  /** Epoch milliseconds after which the token is no longer used. */
  renewAt: number
}

const LONGEST_LIFE = 3600
const TOKEN = 'oauth token'
const FLIGHT = 'oauth token request'

const bearer = (token: string): string => `Bearer ${token}`

/**
 * Creates the tokens of one run. All runs of a configuration share one token, and one request for it at a time. A token is
 * renewed 60 to 300 seconds before it expires; one with a shorter lifetime is used for the first half of it.
 */
export function createOAuth(
  { cache, http }: Pick<ClientSetup, 'cache' | 'http'>,
  options: OAuthOptions,
): OAuth {
  let registered: Token | undefined

  async function fetchToken(): Promise<Token> {
    const { url, client_id, client_secret, fields, longest_life = LONGEST_LIFE } = options
    const form = { client_id, client_secret, grant_type: 'client_credentials', ...fields }
    const send = options.send ?? ((request: HttpRequest) => http.request(request))
    const answer = await send({
      method: 'POST',
      url,
      headers: () => ({ 'content-type': 'application/x-www-form-urlencoded' }),
      body: new URLSearchParams(form).toString(),
      safe: true,
    })
    const { access_token: value, expires_in } =
      options.read?.(answer) ?? readTokenAnswer(answer, { ...options, http })
    const token = { value, renewAt: Date.now() + useOf(expires_in, longest_life) * 1000 }
    cache.set(TOKEN, token)
    return token
  }

  /** Sends one request for all waiting callers. A caller whose request belonged to a stopped run sends its own. */
  async function join(): Promise<Token> {
    for (;;) {
      const flight = cache.get(FLIGHT) as Promise<Token> | undefined
      if (!flight) break
      try {
        return await flight
      } catch (thrown) {
        if (thrown instanceof ActionError && !/^(CANCELLED|TIMED_OUT)$/.test(thrown.code))
          throw elsewhere(thrown)
      }
    }
    const own = fetchToken().finally(() => cache.delete(FLIGHT))
    cache.set(FLIGHT, own)
    return own
  }

  function use(token: Token): string {
    if (registered !== token) {
      registered = token
      http.secret(token.value)
    }
    return bearer(token.value)
  }

  return {
    authorization() {
      if (http.dryRun) return bearer('token')
      const token = cache.get(TOKEN) as Token | undefined
      return token && Date.now() < token.renewAt ? use(token) : join().then(use)
    },
    refused(authorization) {
      // Another call may have fetched a new token meanwhile; keep that one.
      const token = cache.get(TOKEN) as Token | undefined
      if (token && bearer(token.value) === authorization) cache.delete(TOKEN)
    },
  }
}

/** Seconds for which a token is used. */
function useOf(expiresIn: unknown, longest: number): number {
  const stated = Number(expiresIn)
  const life = stated > 0 ? Math.min(stated, longest) : longest
  return life - Math.min(Math.max(Math.ceil(life / 6), 60), 300, life / 2)
}

/** The failure of another run's request, which does not know whether this run has sent anything. */
function elsewhere(error: ActionError): ActionError {
  const { unsent: _, ...facts } = error.facts
  return new ActionError(error.code, error.words, { ...facts, cause: error })
}
