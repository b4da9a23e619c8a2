/** Several things at once, their results in order. */

/**
 * Works on items, as many at a time as `room` says before each, and yields the results in the order of the items. Work
 * that was begun when the caller stops asking ends by itself; its result, good or bad, is nobody's.
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
    // A failure behind one that is still awaited is looked at in its turn, or by nobody.
    result.catch(() => {})
    begun.push(result)
  }
  while (begun.length > 0) yield await (begun.shift() as Promise<R>)
}
