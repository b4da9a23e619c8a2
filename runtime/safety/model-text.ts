/** Makes untrusted text safe to show to a model, which may copy it into Markdown. */
import type { Json } from '../contract/json.ts'
import { visibleLine, visibleText } from './control-characters.ts'

/** Texts without these characters have no markup. */
const MARKUP = /[\]<]/

/** `[text](address)` and `![text](address)`: a viewer loads the image, and with it whatever the address contains. */
const LINK = /\]\(/g

/** `[name]: address`, which other links refer to. */
const DEFINITION = /\]:(?=[ \t]{0,80}(?:<|\/\/|[a-z][a-z0-9+.-]{0,30}:))/gi

/** The start of a tag, a comment or `<https:…>`, but not of an address or a message id in angle brackets. */
const TAG = /<(?=[a-z/!?])(?![^\s<>@:/]{1,256}@)/gi

/** Adds a blank where a link, an image or a tag would begin: people and models read the same, and viewers load nothing. */
export const inert = (text: string): string =>
  MARKUP.test(text) ? text.replace(LINK, '] (').replace(DEFINITION, '] :').replace(TAG, '< ') : text

/** Untrusted text on one line: invisible characters visible, markup inert. */
export const modelLine = (text: string): string => inert(visibleLine(text))

/** The texts and field names of untrusted data: invisible characters visible, markup inert; line ends are kept. */
export function modelData(data: Json): Json {
  if (typeof data === 'string') return inert(visibleText(data))
  if (Array.isArray(data)) return data.map(modelData)
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [modelLine(name), modelData(value)]))
}
