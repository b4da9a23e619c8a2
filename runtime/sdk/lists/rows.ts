/** Converts rows from a vendor's shape to the output shape one by one. */

/** What `mapRows` may leave out. */
export interface MapOptions<V> {
  /** Rows for which it returns false are skipped and not counted. */
  keep?: (row: V) => boolean
  /** Maximum number of rows; after the last one the source is not read again, so no page is fetched in vain. */
  limit?: number
}

/** Rows in another shape, created on demand. Values that are not objects are skipped. */
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

/** Rows with at least one field: some vendors write `{}` where there is no row. */
export async function* withoutEmpty<V>(rows: AsyncIterable<V>): AsyncGenerator<V, void, undefined> {
  for await (const row of rows) {
    const isEmpty = typeof row === 'object' && row !== null && Object.keys(row).length === 0
    if (!isEmpty) yield row
  }
}

/**
 * Converts a list within a row to another shape; a missing list becomes an empty one. A value that is not a list, and
 * entries that are not objects, are kept unchanged: the manifest's output check reports them, and nothing is lost.
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

/** Whether a field of a row contains a text, in any letter case; false for fields that are missing or not text. */
export const holds = (field: unknown, wanted: string): boolean =>
  typeof field === 'string' && field.toLowerCase().includes(wanted.toLowerCase())
