/** The network settings of a configuration and of its environment. */

/** The proxy settings of the configuration and the environment. */
export interface ProxyOptions {
  proxy_server_address?: string
  proxy_username?: string
  proxy_password?: string
  env: Record<string, string | undefined>
}

/** The network settings of a configuration. */
export interface RouteOptions extends ProxyOptions {
  /** False: certificates are not checked. Default true. */
  verify_ssl?: boolean
  /** Additional certificate authority, as PEM text or the path of a PEM file. */
  ca_certificate?: string
  /** Certificate and key that this side shows, as PEM text. */
  client_certificate?: { cert: string; key: string }
}

/** The environment variables that choose a proxy. */
const NAMES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy']

/**
 * The proxy settings of the environment as one text: configurations that differ in it must not share connections. Empty if
 * there are none.
 */
export function proxyVariables(env: Record<string, string | undefined>): string {
  const set = NAMES.filter((name) => env[name])
  return set.length === 0 ? '' : JSON.stringify(set.map((name) => [name, env[name]]))
}
