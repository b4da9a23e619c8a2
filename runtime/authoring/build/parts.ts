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

/** The part of an integration for code that actions of several areas share. */
const COMMON = 'shared.js'

/** Names of the parts that belong to an integration; all other scripts of a product belong to the runtime. */
export const INTEGRATION_PART =
  /^(?:integration|integration-aside|shared|action-.+|area-.+|overlay-.+|package-.+)\.js(?:\.map)?$/

/**
 * How an integration is divided: each action, each language and each package that is imported when it is needed has its own
 * part, and so has the code that the actions of an area share, so that a run's start does not grow with their number.
 *
 * @param areaOf the area of an action; undefined if it is in none
 */
export const integrationDivision = (areaOf: (id: string) => string | undefined): Division => ({
  partOf(source) {
    const action = /^(?:soar:action\/(.+)|(?:actions|connectors)\/(?:.+\/)?([^/]+)\.\w+)$/.exec(source)
    if (action) return `action-${action[1] ?? action[2]}.js`
    const language = /^soar:(?:overlay|texts)\/([^/]+)/.exec(source)
    if (language) return `overlay-${language[1]}.js`
    // A package that is imported when it is needed.
    const inside = packageOf(source)
    if (inside !== undefined) return `package-${inside.replaceAll(/[^\w.-]/g, '-')}.js`
    return source === '' || /^simulator\/|^soar:prompts$/.test(source) ? undefined : FIRST
  },
  shared(parts) {
    if (parts.has(FIRST)) return FIRST
    const areas = new Set([...parts].map((part) => areaOf(/^action-(.+)\.js$/.exec(part)?.[1] ?? '')))
    const [area] = areas
    return areas.size === 1 && area !== undefined ? `area-${area}.js` : COMMON
  },
  rest: ASIDE,
})

/** The name by which a chunk is required: outside of the first part, the part is in it, so that no table of them is needed. */
export const requiredName = (chunk: string, part: string | undefined): string =>
  part === undefined || part === FIRST ? chunk : `${part}/${chunk}`

/** The package that a file is in, the innermost one; undefined for a file of the integration itself. */
function packageOf(path: string): string | undefined {
  const folders = path.split('/')
  const at = folders.lastIndexOf('node_modules') + 1
  if (at === 0) return undefined
  const length = folders[at]?.startsWith('@') ? 2 : 1
  return folders.length > at + length ? folders.slice(at, at + length).join('/') : undefined
}
