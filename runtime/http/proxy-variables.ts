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
