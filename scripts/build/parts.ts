/** How the runtime is divided into parts. */
import type { Division } from '../../runtime/authoring/build/parts.ts'

/** The part for code that no ordinary run needs. It is the only one without a code cache. */
export const REST = 'rest.js'

/** Code that every run needs. */
const RUN = 'run.js'

/** Code that only `soar serve` needs. */
const SERVER = 'server.js'

/** Code that only runs of several integrations need. */
const SEVERAL = 'several.js'

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
    if (language) return `language-${language[1]}.js`
    if (/^runtime\/faces\/cli\/several\/(?:members|which)\.|^runtime\/integration\/yaml\/yaml\./.test(source))
      return SEVERAL
    if (/^runtime\/faces\/server\/index\./.test(source)) return SERVER
    // Whatever another command needs as well is not in the server's part.
    return source === '' ? undefined : REST
  },
  shared: (parts) => {
    const others = [...parts].filter((part) => part !== SERVER && part !== REST)
    const [only = REST] = others
    if (others.length <= 1) return only
    return parts.has(TEMPLATE) && !parts.has(RUN) ? TEMPLATE : RUN
  },
  rest: REST,
}
