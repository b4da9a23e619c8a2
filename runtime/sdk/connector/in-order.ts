/** Processes items concurrently and returns their results in order. */

/**
 * Processes items, up to the number that `room` returns before each, and yields the results in the order of the items. When
 * the caller stops reading, running work finishes and its result, good or bad, is discarded.
 */
export async function* inOrder<T, R>(
  items: Iterable<T>,
  room: () => number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R, void, undefined> {
  const begun: Promise<R>[] = []
  for (const item of items) {
    while (begun.length > 0 && begun.length >= room()) yield await (begun.shift() as Promise<R>)
    if (room() <= 0) return
    const result = work(item)
    // A failure after an item that is still awaited is handled when its turn comes, or not at all.
    result.catch(() => {})
    begun.push(result)
  }
  while (begun.length > 0) yield await (begun.shift() as Promise<R>)
}
