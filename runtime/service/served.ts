/** An integration with the connections that its calls may use. */
import type { Served, ServedConnection } from './service.ts'

/** Returns the integration with these connections. If there is only one, calls do not choose. */
export function servedWith(
  { integration, prompts }: Pick<Served, 'integration' | 'prompts'>,
  connections: readonly ServedConnection[],
): Served {
  const [only] = connections
  const own = { integration, prompts }
  if (only === undefined || connections.length > 1)
    return { ...own, config: [], env: {}, names: {}, connections }
  const { config, env, names, connection } = only
  return { ...own, config, env, names, connection }
}
