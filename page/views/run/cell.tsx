/** One value of a result, for people. */
import type { Json } from '../../api/types.ts'
import { words } from '../../app/language.ts'
import { Text } from '../../parts/text.tsx'
import { isEmpty } from './columns.ts'

/** Characters of a value in a cell; the row's own pane shows more. */
const CELL = 300

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]00:?00)$/

/** A value as one text: lists of simple values with commas, everything else that has parts as JSON. */
export function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object' || one === null))
    return value.map((one) => textOf(one)).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** A value in a cell: times to the minute in UTC, yes and no, a dash for nothing. */
export function Cell({ value }: { value: Json | undefined }) {
  if (isEmpty(value)) return <span class="nul">–</span>
  if (typeof value === 'boolean') return <>{value ? words.value.run.yes : words.value.run.no}</>
  if (typeof value === 'string' && TIME.test(value)) return <>{value.slice(0, 16).replace('T', ' ')}</>
  return <Text value={textOf(value)} limit={CELL} />
}
