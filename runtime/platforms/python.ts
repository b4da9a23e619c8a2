/** JSON and text as Python prints them, which is what platforms with Python scripts read. */
import { floatText } from '../template/values/numbers/numbers.ts'

/** `json.dumps` with its defaults: `", "` and `": "`, ASCII only. Infinite numbers, which JSON does not have, become null. */
export function pythonJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quoted(value)
    case 'number':
      return Number.isFinite(value) ? pythonNumber(value) : 'null'
    case 'boolean':
      return String(value)
    case 'object':
      if (value === null) return 'null'
      if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`
      return `{${Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([key, member]) => `${quoted(key)}: ${pythonJson(member)}`)
        .join(', ')}}`
    default:
      return 'null'
  }
}

/** `str()` of data that is neither a list nor an object; empty text for null. */
export function pythonText(value: string | number | boolean | null): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return typeof value === 'number' ? pythonNumber(value) : value
}

const pythonNumber = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e21 ? String(value) : floatText(value)

const quoted = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
