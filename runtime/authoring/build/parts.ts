/** Divides the chunks of a bundle into parts: scripts that are loaded on their own. */
import { basename } from 'node:path'
import type { Metafile } from 'esbuild'

/** How a bundle is divided. */
export interface Division {
  /**
   * The part of a source that is loaded on its own: the source and all its static imports. A mistake here only costs time.
   */
  partOf(source: string): string | undefined
  /** The part of a chunk that several parts want. */
  shared(parts: ReadonlySet<string>): string
  /** The part for code that no ordinary run needs. */
  rest: string
}

/** The part of each chunk, by the chunk's name. */
export function placesOf({ outputs }: Metafile, { partOf, shared, rest }: Division): Record<string, string> {
  const chunks = Object.keys(outputs).filter((path) => !path.endsWith('.map'))
  const wanted = new Map<string, Set<string>>(chunks.map((path) => [path, new Set()]))
  const want = (path: string, part: string): void => {
    const parts = wanted.get(path)
    if (!parts || parts.has(part)) return
    parts.add(part)
    for (const { path: next, kind } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement') want(next, part)
    }
  }
  for (const [path, { entryPoint = '' }] of Object.entries(outputs)) {
    const part = partOf(entryPoint)
    if (part !== undefined) want(path, part)
  }
  const placeOf = (parts: ReadonlySet<string>): string => {
    const [first = rest] = parts
    return parts.size <= 1 ? first : shared(parts)
  }
  return Object.fromEntries([...wanted].map(([path, parts]) => [basename(path), placeOf(parts)]))
}

/** The part of an integration that is opened first: the client, and code that several actions share. */
export const FIRST = 'integration.js'

/** The part of an integration for its simulator and its prompts. It has no code cache. */
export const ASIDE = 'integration-aside.js'

/** Names of the parts that belong to an integration; all other scripts of a product belong to the runtime. */
export const INTEGRATION_PART = /^(?:integration|integration-aside|action-.+|overlay-.+)\.js(?:\.map)?$/

/**
 * How an integration is divided: each action and each language has its own part, so that a run's start does not grow with
 * their number.
 */
export const integrationDivision: Division = {
  partOf(source) {
    const action = /^(?:soar:action\/(.+)|(?:actions|connectors)\/(?:.+\/)?([^/]+)\.\w+)$/.exec(source)
    if (action) return `action-${action[1] ?? action[2]}.js`
    const language = /^soar:(?:overlay|texts)\/([^/]+)/.exec(source)
    if (language) return `overlay-${language[1]}.js`
    return source === '' || /^simulator\/|^soar:prompts$/.test(source) ? undefined : FIRST
  },
  shared: () => FIRST,
  rest: ASIDE,
}
