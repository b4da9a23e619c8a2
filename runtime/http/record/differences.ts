/** Finds the places in which two JSON values differ. */
import { isRecord, type Json } from '../../contract/json.ts'

/** One place. An absent value is undefined. */
export interface Difference {
  /** Such as `body.data[0].id`; empty for the whole value. */
  where: string
  a: Json | undefined
  b: Json | undefined
}

/** Whether two values that are not both objects or both lists count as the same. */
export type Same = (a: Json | undefined, b: Json | undefined) => boolean

/** All places, in order. Fields of an object may be in any order. */
export function differences(
  a: Json | undefined,
  b: Json | undefined,
  isSame: Same = (one, other) => one === other,
  where = '',
): Difference[] {
  if (Array.isArray(a) && Array.isArray(b)) {
    return Array.from({ length: Math.max(a.length, b.length) }, (_, at) =>
      differences(a[at], b[at], isSame, `${where}[${at}]`),
    ).flat()
  }
  if (isRecord(a) && isRecord(b)) {
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])]
    return names.flatMap((name) =>
      differences(ownOf(a, name), ownOf(b, name), isSame, where === '' ? name : `${where}${step(name)}`),
    )
  }
  return isSame(a, b) ? [] : [{ where, a, b }]
}

const ownOf = (record: Record<string, unknown>, name: string): Json | undefined =>
  Object.hasOwn(record, name) ? (record[name] as Json) : undefined

const step = (name: string): string => (/^[\w-]+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`)
