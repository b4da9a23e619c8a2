/** Formats text as Python's `str.format` does. */
import { raise, refuse } from '../errors.ts'
import { deeper, fits, letters, scan, tick } from '../meter.ts'
import { repr, str } from '../values/print.ts'
import { typeName } from '../values/types.ts'
import { type Call, Markup, type Run, Undefined, type Value } from '../values/values.ts'
import { formatValue } from './format-spec.ts'
import { toHtml } from './html.ts'
import { dataAttribute, itemOrUndefined } from './items.ts'
import { ascii } from './percent.ts'

/** How a format finds its arguments: numbered ones are counted, and the two ways of counting do not mix. */
interface Numbering {
  automatic: number
  manual: boolean
}

/** Python's `str.format()`; if the format is HTML, inserted values are escaped. */
export function formatText(run: Run, format: string | Markup, call: Call): string | Markup {
  const html = format instanceof Markup
  const text = expand(run, html ? format.text : format, call, { automatic: 0, manual: false }, html)
  return html ? new Markup(text) : text
}

function expand(run: Run, format: string, call: Call, numbering: Numbering, html: boolean): string {
  letters(run, format.length)
  let text = ''
  let at = 0
  while (at < format.length) {
    const char = format.charAt(at)
    if (char !== '{' && char !== '}') {
      const end = nextBrace(format, at)
      text += format.slice(at, end)
      at = end
    } else if (format.charAt(at + 1) === char) {
      text += char
      at += 2
    } else if (char === '}') return raise("ValueError: Single '}' encountered in format string")
    else {
      const end = closing(format, at)
      text += field(run, format.slice(at + 1, end), call, numbering, html)
      at = end + 1
    }
    fits(run, text.length)
    tick(run)
  }
  return text
}

function nextBrace(format: string, from: number): number {
  let at = from
  while (at < format.length && format.charAt(at) !== '{' && format.charAt(at) !== '}') at += 1
  return at
}

function closing(format: string, open: number): number {
  let level = 0
  let bracket = false
  for (let at = open; at < format.length; at += 1) {
    const char = format.charAt(at)
    if (bracket) bracket = char !== ']'
    else if (char === '[' && level === 1) bracket = true
    else if (char === '{') level += 1
    else if (char === '}') {
      level -= 1
      if (level === 0) return at
    }
  }
  return raise(
    format.length === open + 1
      ? "ValueError: Single '{' encountered in format string"
      : "ValueError: expected '}' before end of string",
  )
}

function field(run: Run, source: string, call: Call, numbering: Numbering, html: boolean): string {
  scan(run, source.length)
  const found = /^((?:[^[!:]|\[[^\]]*\])*)(?:!([^:]*))?(?::([\s\S]*))?$/.exec(source)
  if (found === null) return raise('ValueError: expected "}" before end of string')
  const [, path = '', conversion, spec = ''] = found
  let value = resolve(run, path, call, numbering)
  if (conversion === 'r') value = repr(run, value)
  else if (conversion === 's') value = str(run, value)
  else if (conversion === 'a') value = ascii(run, repr(run, value))
  else if (conversion !== undefined)
    raise(`ValueError: Unknown conversion specifier ${JSON.stringify(conversion)}`)
  const plainSpec = spec.includes('{') ? deeper(run, () => expand(run, spec, call, numbering, false)) : spec
  if (!html) return formatValue(run, value, plainSpec)
  if (value instanceof Markup) {
    if (plainSpec !== '') raise('ValueError: Unsupported format specification for Markup.')
    return value.text
  }
  return toHtml(run, formatValue(run, value, plainSpec)).text
}

function resolve(run: Run, path: string, call: Call, numbering: Numbering): Value {
  const found = /^([^.[]*)([\s\S]*)$/.exec(path)
  const [, name = '', steps = ''] = found ?? []
  let value = argument(name, call, numbering)
  let rest = steps
  while (rest !== '') {
    tick(run)
    const step = /^(?:\.([^.[]+)|\[([^\]]+)\])/.exec(rest)
    if (step === null) return raise('ValueError: Empty attribute in format string')
    rest = rest.slice(step[0].length)
    value = step[1] === undefined ? element(run, value, step[2] ?? '') : attribute(value, step[1])
  }
  return value
}

function argument(name: string, call: Call, numbering: Numbering): Value {
  if (name === '' || /^\d+$/.test(name)) {
    if (name === '' ? numbering.manual : numbering.automatic > 0)
      raise('ValueError: cannot switch between manual and automatic field numbering')
    if (name !== '') numbering.manual = true
    const index = name === '' ? numbering.automatic++ : Number(name)
    const value = call.positional[index]
    return value === undefined
      ? raise(`IndexError: Replacement index ${index} out of range for positional args tuple`)
      : value
  }
  const value = call.named.get(name)
  return value === undefined ? raise(`KeyError: '${name}'`) : value
}

function attribute(value: Value, name: string): Value {
  const found = dataAttribute(value, name)
  if (found !== undefined) return found
  if (name.startsWith('__')) return refuse(`The attribute "${name}" is out of reach.`)
  return raise(`AttributeError: '${typeName(value)}' object has no attribute '${name}'`)
}

function element(run: Run, value: Value, key: string): Value {
  const found = itemOrUndefined(run, value, /^\d+$/.test(key) ? Number(key) : key)
  if (found === undefined || found instanceof Undefined) return raise(`KeyError: ${repr(run, key)}`)
  return found
}
