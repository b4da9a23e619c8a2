/** From rows as Mimecast sends them to rows as readers want them, one by one, so that any number passes through. */

/** What `mapRows` may leave out. */
export interface MapOptions<V> {
  /** Rows for which it answers false are passed over and count for nothing. */
  keep?: (row: V) => boolean
  /** Rows at most; behind the last one the source is not asked again, so no page is fetched for nothing. */
  limit?: number
}

/** Rows in another shape, made when they are asked for. What is no object is no row. */
export async function* mapRows<V extends object, R>(
  rows: AsyncIterable<V>,
  shape: (row: V) => R,
  { keep, limit = Number.POSITIVE_INFINITY }: MapOptions<V> = {},
): AsyncGenerator<R, void, undefined> {
  let left = limit
  if (left <= 0) return
  for await (const row of rows) {
    if (typeof row !== 'object' || row === null || keep?.(row) === false) continue
    yield shape(row)
    if (--left <= 0) return
  }
}

/** Rows that hold anything: an archive answer was seen with `{}` in it, which is no mail. */
export async function* withoutEmpty<V>(rows: AsyncIterable<V>): AsyncGenerator<V, void, undefined> {
  for await (const row of rows) {
    const isEmpty = typeof row === 'object' && row !== null && Object.keys(row).length === 0
    if (!isEmpty) yield row
  }
}

/**
 * A list within a row, in another shape; none is an empty one. What is no list, and entries that are no objects, stay as
 * they came: the manifest's output says what is wrong with them, and nothing is lost.
 */
export function shapeEach<V extends object, R>(
  list: readonly V[] | null | undefined,
  shape: (item: V) => R,
): R[] {
  const came: unknown = list ?? []
  if (!Array.isArray(came)) return came as R[]
  return came.map((item: unknown) =>
    typeof item === 'object' && item !== null ? shape(item as V) : (item as R),
  )
}

/** Whether a field of a row holds a text, in any letter case; fields that are missing or no text hold none. */
export const holds = (field: unknown, wanted: string): boolean =>
  typeof field === 'string' && field.toLowerCase().includes(wanted.toLowerCase())
