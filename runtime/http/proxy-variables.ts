/** The environment variables that choose a proxy. */

const NAMES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy']

/** What the environment says of proxies, as one text: what differs in it must not share connections. Empty without a word. */
export function proxyVariables(env: Record<string, string | undefined>): string {
  const set = NAMES.filter((name) => env[name])
  return set.length === 0 ? '' : JSON.stringify(set.map((name) => [name, env[name]]))
}
