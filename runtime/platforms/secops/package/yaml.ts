/**
 * Writes YAML that versions 1.1 and 1.2 read alike.
 *
 * The platform's packer reads 1.1, where plain text such as 2026-03-10, yes, 1_000 or 1:30 is a date, a boolean or a number.
 */
import { parse, type ScalarTag, stringify, type Tags } from 'yaml'
import { pythonString } from './json.ts'

/** Writes a YAML file that readers of version 1.1 and of version 1.2 read alike. */
export const packageYaml = (value: unknown): string => stringify(value, { customTags: careful, lineWidth: 0 })

/** Reads a YAML text as version 1.1. Throws on a syntax error. */
export const readYaml11 = (text: string): unknown => parse(text, { version: '1.1' })

const careful = (tags: Tags): Tags =>
  tags.map((tag) => {
    if (typeof tag !== 'object' || 'collection' in tag) return tag
    if (tag.tag === 'tag:yaml.org,2002:str') return carefulText(tag)
    return /:(?:int|float)$/.test(tag.tag) ? carefulNumber(tag) : tag
  })

/** Words that are a boolean or null in version 1.1, in capitals. */
const WORDS: ReadonlySet<string> = new Set(['Y', 'N', 'YES', 'NO', 'ON', 'OFF', 'TRUE', 'FALSE', 'NULL'])

/** Dates, numbers, `=`, `~` and `<<` do not begin with a letter. */
const isPlain = (text: string): boolean => /^\p{L}/u.test(text) && !WORDS.has(text.toUpperCase())

/** Readers treat the other characters differently: some are line ends, some are stripped, some are refused. */
const isPrintable = (text: string): boolean => /^[\n -~¡-\u1fff\u3000-\ud7ff\uf900-\ufdff]*$/.test(text)

const carefulText = (tag: ScalarTag): ScalarTag => ({
  ...tag,
  stringify: (item, context, ...rest) => {
    const text = String(item.value)
    // Python's escapes are also YAML's.
    if (!isPrintable(text)) return pythonString(text)
    if (!isPlain(text) && !text.includes('\n')) item.type = 'QUOTE_DOUBLE'
    return tag.stringify?.(item, context, ...rest) ?? pythonString(text)
  },
})

/** In version 1.1, a number with an exponent without a point is text. */
const carefulNumber = (tag: ScalarTag): ScalarTag => ({
  ...tag,
  stringify: (item, context, ...rest) =>
    (tag.stringify?.(item, context, ...rest) ?? String(item.value)).replace(/^(-?\d+)e/, '$1.0e'),
})
