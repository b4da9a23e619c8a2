/** How the runtime is divided into parts. */
import type { Division } from '../../runtime/authoring/build/parts.ts'

/** The part for code that no ordinary run needs. It is the only one without a code cache. */
export const REST = 'rest.js'

/** Code that every run needs. */
const RUN = 'run.js'

/** Code for rendering, and code that it shares with parsing, which few runs do. */
const TEMPLATE = 'template.js'

const COMMON =
  /^(?:scripts\/build\/entry|runtime\/sdk\/index|runtime\/schema\/compiled|runtime\/faces\/cli\/commands\/run\.|runtime\/faces\/cli\/request\/|runtime\/http\/(?!record\/)|runtime\/platforms\/(?!secops\/package\/)|.*\/(?:undici|pino)\/)/

/** Each language has its own part, so that a run's start does not grow with their number. */
export const runtimeDivision: Division = {
  partOf(source) {
    if (COMMON.test(source)) return RUN
    if (/^runtime\/template\/parse\/parse\./.test(source)) return 'parse.js'
    if (/^runtime\/template\//.test(source)) return TEMPLATE
    const language = /^runtime\/i18n\/locales\/(.+)\.ts$/.exec(source)
    return language ? `language-${language[1]}.js` : undefined
  },
  shared: (parts) => (parts.has(TEMPLATE) && !parts.has(RUN) ? TEMPLATE : RUN),
  rest: REST,
}
