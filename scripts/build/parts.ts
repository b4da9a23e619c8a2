import { basename } from 'node:path'
import type { Metafile } from 'esbuild'

/** The part for code that no ordinary run needs. It is the only one without a code cache. */
export const REST = 'rest.js'

/** Code that every run needs, and code that several actions share. */
const RUN = 'run.js'

/** Code for rendering, and code that it shares with parsing, which few runs do. */
const TEMPLATE = 'template.js'

const COMMON =
  /^(?:scripts\/build\/entry|runtime\/faces\/cli\/commands\/run\.|runtime\/faces\/cli\/request\/|runtime\/http\/(?!record\/)|runtime\/platforms\/(?!secops\/package\/)|client\/|soar:prepared|.*\/(?:undici|pino)\/)/

/**
 * The part of a source that is loaded on its own: the source and all its static imports. Each action and each language has
 * its own part, so that a run's start does not grow with their number. A mistake here only costs time.
 */
function partOf(source: string): string | undefined {
  if (COMMON.test(source)) return RUN
  if (/^runtime\/template\/parse\/parse\./.test(source)) return 'parse.js'
  if (/^runtime\/template\//.test(source)) return TEMPLATE
  const action = /^(?:soar:action\/(.+)|(?:actions|connectors)\/(?:.+\/)?([^/]+)\.ts)$/.exec(source)
  if (action) return `action-${action[1] ?? action[2]}.js`
  const language = /^(?:soar:(?:overlay|texts)\/([^/]+)(?:\/.+)?|runtime\/i18n\/locales\/(.+)\.ts)$/.exec(
    source,
  )
  return language ? `language-${language[1] ?? language[2]}.js` : undefined
}

/** The part of each chunk, by the chunk's name. */
export function placesOf({ outputs }: Metafile): Record<string, string> {
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
  return Object.fromEntries([...wanted].map(([path, parts]) => [basename(path), placeOf(parts)]))
}

function placeOf(parts: ReadonlySet<string>): string {
  const [first = REST] = parts
  if (parts.size <= 1) return first
  return parts.has(TEMPLATE) && !parts.has(RUN) ? TEMPLATE : RUN
}
