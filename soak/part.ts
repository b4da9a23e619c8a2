/** What every part of the soak is: a name, and a run that tells what broke. */

/** How a part is run. */
export interface PartOptions {
  /** Everything random comes from it, so that a run can be had again. */
  seed: number
  /** How many cases of each kind; every part has its own measure and default. */
  runs?: number
  /** Tells how far it is, a line at a time. */
  say(line: string): void
}

/** What a part found. */
export interface Report {
  /** Cases that were run. */
  cases: number
  /** One line per case that did not hold, with all that is needed to see it again. */
  broken: string[]
}

/** One part of the soak. */
export type Part = (options: PartOptions) => Promise<Report>

/** Runs work on every item, some at once; answers in the order of the items. */
export async function inParallel<T, R>(
  items: readonly T[],
  lanes: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const answers: R[] = []
  let next = 0
  const lane = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) answers[at] = await work(items[at] as T, at)
  }
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane))
  return answers
}

/** Random numbers from a seed (mulberry32): from 0 up to but not including 1. */
export function dice(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
