/** What broke between us and a host, in plain words. */
import { CONNECT_TIMEOUT, ProxyFailure } from './http-proxy.ts'

/** A broken connection, judged. */
export interface Diagnosis {
  /** Plain words, to stand after "could not be reached:". */
  reason: string
  /** `trust`: the certificate; `protocol`: not HTTP; `lasting`: asking again will not help; `passing`: it may. */
  kind: 'trust' | 'protocol' | 'lasting' | 'passing'
}

/** Codes of OpenSSL and Node that mean: the certificate is not to be trusted, however often one asks. */
const UNTRUSTED: Record<string, string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its chain ends in an authority that is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its authority is not known, or a certificate in between is missing',
  UNABLE_TO_GET_ISSUER_CERT: 'its authority is not known',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its authority is not known',
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet',
  CERT_REVOKED: 'it was revoked',
  CERT_UNTRUSTED: 'it is not trusted',
  CERT_REJECTED: 'it was rejected',
  CERT_SIGNATURE_FAILURE: 'its signature is wrong',
  CERT_CHAIN_TOO_LONG: 'its chain is too long',
  PATH_LENGTH_EXCEEDED: 'its chain is too long',
  INVALID_CA: 'its authority may not sign certificates',
  INVALID_PURPOSE: 'it is not meant for servers',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it was made for another host name',
}

const NETWORK: Record<string, string> = {
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up at the moment',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was closed before the whole answer had come',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer ended before all of it had come',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no way to the network of the host',
  ETIMEDOUT: `no connection within ${CONNECT_TIMEOUT / 1000} s`,
  UND_ERR_CONNECT_TIMEOUT: `no connection within ${CONNECT_TIMEOUT / 1000} s`,
  EPROTO: 'the TLS handshake failed; does this port speak https?',
}

/** Judges what undici, Node or a proxy threw. Texts of strangers are cut, codes are kept. */
export function diagnose(cause: unknown, proxy?: string): Diagnosis {
  if (cause instanceof ProxyFailure) {
    if (cause.status !== undefined) return refusedByProxy(cause.status, proxy)
    return diagnose(cause.cause, proxy)
  }
  const error: NodeJS.ErrnoException = cause instanceof Error ? cause : new Error(String(cause))
  const { code = '', message, name } = error
  const untrusted = UNTRUSTED[code]
  if (untrusted) return { kind: 'trust', reason: `${untrusted} (${code})` }
  if (name === 'HTTPParserError') return { kind: 'protocol', reason: 'what came is not HTTP' }
  const known = NETWORK[code] ?? (code.startsWith('ERR_SSL_') ? NETWORK.EPROTO : undefined)
  const words = known ?? message.slice(0, 200)
  return {
    kind: code === 'UND_ERR_DESTROYED' || code === 'UND_ERR_INVALID_ARG' ? 'lasting' : 'passing',
    reason: `${proxy ? `through the proxy ${proxy}: ` : ''}${words}${code ? ` (${code})` : ''}`,
  }
}

/** A proxy that answered for itself: 407 wants credentials, 5xx may pass. */
export function refusedByProxy(status: number, proxy = ''): Diagnosis {
  const wants = status === 407 ? ' and wants a user name and password, or others' : ''
  return {
    kind: status >= 500 ? 'passing' : 'lasting',
    reason: `the proxy ${proxy} refused with status ${status}${wants}`,
  }
}
