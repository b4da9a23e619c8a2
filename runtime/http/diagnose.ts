/** Describes transport failures in plain words. */
import { type Phrase, phrase, quoted } from '../contract/phrases.ts'
import { CONNECT_TIMEOUT, ProxyFailure } from './proxy.ts'

/** The diagnosis of a transport failure. */
export interface Diagnosis {
  /** Plain words that follow "could not be reached:". */
  reason: Phrase
  /** `trust`: the certificate; `protocol`: not HTTP; `lasting`: a retry will not help; `retryable`: a retry may help. */
  kind: 'trust' | 'protocol' | 'lasting' | 'retryable'
}

/** Codes of OpenSSL and Node for an untrusted certificate; retries do not help. */
const UNTRUSTED: Record<string, Phrase> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: phrase('it is self-signed'),
  SELF_SIGNED_CERT_IN_CHAIN: phrase('its chain ends in an authority that is not trusted'),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: phrase(
    'its authority is unknown, or an intermediate certificate is missing',
  ),
  UNABLE_TO_GET_ISSUER_CERT: phrase('its authority is unknown'),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: phrase('its authority is unknown'),
  CERT_HAS_EXPIRED: phrase('it has expired'),
  CERT_NOT_YET_VALID: phrase('it is not valid yet'),
  CERT_REVOKED: phrase('it was revoked'),
  CERT_UNTRUSTED: phrase('it is not trusted'),
  CERT_REJECTED: phrase('it was rejected'),
  CERT_SIGNATURE_FAILURE: phrase('its signature is invalid'),
  CERT_CHAIN_TOO_LONG: phrase('its chain is too long'),
  PATH_LENGTH_EXCEEDED: phrase('its chain is too long'),
  INVALID_CA: phrase('its authority may not sign certificates'),
  INVALID_PURPOSE: phrase('it is not a server certificate'),
  ERR_TLS_CERT_ALTNAME_INVALID: phrase('it was issued for another host name'),
}

const LATE = phrase('no connection within {seconds} s', { seconds: CONNECT_TIMEOUT / 1000 })

const NETWORK: Record<string, Phrase> = {
  ENOTFOUND: phrase('the host name is unknown'),
  EAI_AGAIN: phrase('the host name cannot be resolved at the moment'),
  ECONNREFUSED: phrase('connection refused'),
  ECONNRESET: phrase('the connection was reset'),
  EPIPE: phrase('the connection was reset'),
  UND_ERR_SOCKET: phrase('the connection was closed before the response was complete'),
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: phrase('the response ended early'),
  EHOSTUNREACH: phrase('there is no route to the host'),
  ENETUNREACH: phrase('there is no route to the network of the host'),
  ETIMEDOUT: LATE,
  UND_ERR_CONNECT_TIMEOUT: LATE,
  EPROTO: phrase('the TLS handshake failed; check that this port serves HTTPS'),
}

/** Diagnoses an error of undici, Node or a proxy. Third-party messages are truncated; error codes are kept. */
export function diagnose(cause: unknown, proxy?: string): Diagnosis {
  if (cause instanceof ProxyFailure) {
    if (cause.status !== undefined) return refusedByProxy(cause.status, proxy)
    return diagnose(cause.cause, proxy)
  }
  const error: NodeJS.ErrnoException = cause instanceof Error ? cause : new Error(String(cause))
  const { code = '', message, name } = error
  const untrusted = UNTRUSTED[code]
  if (untrusted) return { kind: 'trust', reason: phrase('{reason} ({code})', { reason: untrusted, code }) }
  if (name === 'HTTPParserError') return { kind: 'protocol', reason: phrase('the response is not HTTP') }
  if (name === 'NotPublic') return { kind: 'lasting', reason: notPublic(cause) }
  const known = NETWORK[code] ?? (code.startsWith('ERR_SSL_') ? NETWORK.EPROTO : undefined)
  const words = known ?? quoted(message.slice(0, 200))
  const reason = code ? phrase('{reason} ({code})', { reason: words, code }) : words
  return {
    kind: code === 'UND_ERR_DESTROYED' || code === 'UND_ERR_INVALID_ARG' ? 'lasting' : 'retryable',
    reason: proxy ? phrase('via the proxy {proxy}: {reason}', { proxy, reason }) : reason,
  }
}

const notPublic = (cause: unknown): Phrase =>
  phrase('{address} belongs to a private network, and the answer of a vendor must not lead there', {
    address: String((cause as { address?: unknown }).address),
  })

/** A response of the proxy itself: 407 requires credentials, 5xx may be temporary. */
export function refusedByProxy(status: number, proxy = ''): Diagnosis {
  return {
    kind: status >= 500 ? 'retryable' : 'lasting',
    reason:
      status === 407
        ? phrase('the proxy {proxy} returned status 407: it requires another user name and password', {
            proxy,
          })
        : phrase('the proxy {proxy} returned status {status}', { proxy, status }),
  }
}
